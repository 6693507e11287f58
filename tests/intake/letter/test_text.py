"""The text of the letter: the order of the design, nothing shortened, no imitation of us."""

from intake.concern import LONGEST_TEXT, Anonymous, Named, Urgency
from intake.letter.mime import plain
from intake.letter.text import LetterText
from tests.intake.letter.given import NAMED, RECEIVED, TEACHER, WORDS, concern

STEPS = ("Første skridt", "Andet skridt")
TEXT = LetterText(WORDS, STEPS)


def test_order_is_the_designs() -> None:
    """What to decide first, then everything given, then the list to tick."""
    text = TEXT.write(concern(TEACHER), RECEIVED)
    order = [
        "Kendingsnummer ABCD-2345, modtaget fredag den 15. januar 2027.\n",
        WORDS["head.track.professional"],
        WORDS["head.assess.unknown"],
        WORDS["head.urgency.within_days"],
        "møde senest fredag den 22. januar 2027; én dags varsel er muligt",
        WORDS["head.lead.infohus_decides"],
        WORDS["head.mark.too_fast"],
        "Tilføjelse til HJKM-2345",
        WORDS["given.title"],
        WORDS["next.title"],
        "[ ] Første skridt\n[ ] Andet skridt\n",
    ]
    places = [text.index(one) for one in order]
    assert places[0] == 0
    assert places == sorted(places)


def test_longest_text_is_whole() -> None:
    """20,000 code points, in lines of any length, come through quoted-printable unchanged."""
    written = ("æ" * 997 + "\n" + "🙂" * 2 + "\n" + ". " * 50 + "\n") * 20
    written = (written * 2)[:LONGEST_TEXT]
    text = TEXT.write(concern(Anonymous(), text=written), RECEIVED)
    assert "".join(f"\n| {line}" for line in written.split("\n")) in text
    assert max(len(line) for line in plain(text).split(b"\r\n")) <= 76


def test_each_line_of_theirs_is_quoted() -> None:
    """Hidden characters and line breaks of all kinds are shown by number."""
    text = TEXT.write(concern(NAMED), RECEIVED)
    assert "\n| | Kendingsnummer: falsk[U+000D]X[U+2028]Y[U+0000][U+202E]abc مرحبا" in text
    assert "\n| Bcc: a@b.c\n| .\n| --x\n" in text


def test_names_cannot_imitate_us() -> None:
    """Every field of theirs is quoted, short ones too."""
    text = TEXT.write(concern(Named(name="A\n\nDet gør I nu", email="b")), RECEIVED)
    assert "\n| A\n| \n| Det gør I nu\n" in text


def test_meeting_is_told_when_not_urgent_too() -> None:
    """The infohus decides what is urgent (F50), not the reporter."""
    text = TEXT.write(concern(NAMED, Urgency.NOT_URGENT), RECEIVED)
    assert "Hvis I vurderer sagen som hastende: møde senest" in text
