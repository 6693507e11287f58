"""The rows of `municipality.toml` of which there may be any number."""

from dataclasses import dataclass

from intake.facts.municipality.fact import Link, Phone, check_day, check_link, check_phone


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person whom the municipality's document names (F115 to F118)."""

    role: str
    name: str
    mobile: str
    email: str
    confirmed: bool
    checked: str
    ask: str

    def __post_init__(self) -> None:
        check_phone(self.mobile)
        if self.email.count("@") != 1:
            raise ValueError("email must be an address")
        check_day(self.checked)

    @property
    def phone(self) -> Phone:
        """The mobile number, confirmed or not like the rest."""
        return Phone(
            value=self.mobile, confirmed=self.confirmed, checked=self.checked, ask=self.ask
        )


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
