"""The rows of `municipality.toml` of which there may be any number."""

from dataclasses import dataclass

from intake.facts.municipality.fact import Fact, Link, check_link, check_phone, first_day


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person whom the municipality's document names (F115 to F118)."""

    role: str
    name: str
    mobile: str
    email: str
    ask: str = ""
    """What to ask the municipality about this row when it walks through the site."""
    meanwhile: str = ""
    """What the published page says until then."""

    def __post_init__(self) -> None:
        check_phone(self.mobile)
        if self.email.count("@") != 1:
            raise ValueError("email must be an address")

    @property
    def is_asked(self) -> bool:
        """The municipality still has a question to answer."""
        return bool(self.ask)

    @property
    def proposed(self) -> str:
        """What stands in the file."""
        return f"{self.name}, {self.mobile}, {self.email}"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A public page that says what the municipality's document does not."""

    key: str
    title: str
    publisher: str
    url: str
    read: str
    """ISO month or day on which somebody last read it."""

    def __post_init__(self) -> None:
        check_link(self.url)
        first_day(self.read)


@dataclass(frozen=True, kw_only=True)
class Law:
    """One entry of the law register (F110 to F114, G15 to G17)."""

    key: str
    title: str
    source_url: str
    """The link of the municipality's own document; empty when it has none."""
    official_url: Link

    def __post_init__(self) -> None:
        check_link(self.source_url)


@dataclass(frozen=True, kw_only=True)
class CardLanguage:
    """A language in which there is a card page; it is published when somebody has approved it."""

    key: str
    """The code of the language, as HTML writes it."""
    name: str
    """What its speakers call it."""
    direction: str
    approved_by: Fact

    def __post_init__(self) -> None:
        if self.direction not in ("ltr", "rtl"):
            raise ValueError("direction must be ltr or rtl")
