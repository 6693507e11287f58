"""What is read back: every answer, in words, and also what stands in no field of ours."""

from tests.intake.reporter import TEXT, Person


def test_options_are_read_back_in_words() -> None:
    """Nobody meets the name of an option."""
    page = Person().fills_in().page
    assert "18 år eller ældre" in page
    assert "not_urgent" not in page


def test_refusal_shows_what_stands_in_no_field() -> None:
    """A field we do not know is text that somebody typed."""
    person = Person().opens().posts("way", track="anonymous")
    page = person.posts("worry", text=TEXT, noget_andet="også dette").page
    assert "noget_andet" in page
    assert "også dette" in page


def test_refusal_shows_a_name_that_an_anonymous_person_typed_before() -> None:
    """Nothing typed is lost from sight when a track is changed."""
    person = Person().fills_in("named").posts("check", "change-way")
    page = person.posts("way", track="anonymous", fremmed="1").page
    assert "Åse Ø" in page
