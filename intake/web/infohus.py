"""What the views need, as one typed object made by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask import current_app

from intake.accepting import Budget, Clerk, Limits
from intake.facts import (
    DANISH,
    ActionCard,
    Language,
    Municipality,
    PrivacyNotice,
    Texts,
    read_action_card,
    read_privacy_notice,
    read_texts,
)
from intake.form import Drafts, Words
from intake.loop import Desk, Replies, Telephone

TRIES = Budget(per_address=60, per_site=120, per_network=240, unmarked=600)
"""Wrong codes an hour."""


@dataclass(frozen=True, kw_only=True)
class Infohus:
    """One running installation, as the form sees it."""

    origin: str
    """Our own public origin, `https://host`, without a slash at the end."""
    municipality: Municipality
    """The public facts."""
    texts: Mapping[Language, Texts]
    """By language, the original first."""
    clerk: Clerk
    drafts: Drafts
    trusted_proxy: str = ""
    """Address of the one proxy whose `X-Forwarded-For` is believed."""
    desk: Desk | None = None
    """Where letters are acknowledged; None: there is no such page."""
    replies: Replies | None = None
    """What reporters' codes lead to; None: none are given."""
    telephone: Telephone | None = None
    """Who may write down calls; None: there is no such page."""
    tries: Limits = field(default_factory=lambda: Limits(TRIES))
    """For codes that are wrong; one that is right is never refused."""
    code_tries: Limits = field(default_factory=lambda: Limits(TRIES))
    """The same for reporters' codes."""
    demonstration: bool = False
    """Show the banner that says that nothing leaves the machine."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of this form, the original first."""
        return tuple(self.texts)

    @cached_property
    def words(self) -> Mapping[Language, Words]:
        """What pages say, in the municipality's names."""
        return {
            language: Words(texts, self.municipality, language)
            for language, texts in self.texts.items()
        }

    @cached_property
    def call_words(self) -> Words:
        """What the page for calls says, and below it what the form says."""
        own = read_texts("telephone.da").worded(self.municipality.loop)
        return Words(own.over(self.texts[DANISH]), self.municipality, DANISH)

    @property
    def clock(self) -> Callable[[], int]:
        """Seconds UTC: one clock for the page and for the letter."""
        return self.clerk.clock

    @cached_property
    def action_card(self) -> ActionCard:
        """What happens next, in this municipality's names."""
        return read_action_card(self.municipality)

    @cached_property
    def notices(self) -> Mapping[str, PrivacyNotice]:
        """The privacy notice by language."""
        return {each.code: read_privacy_notice(each.code) for each in self.texts}


def current_infohus() -> Infohus:
    """The one of the running application."""
    infohus = current_app.extensions["infohus"]
    assert isinstance(infohus, Infohus)
    return infohus
