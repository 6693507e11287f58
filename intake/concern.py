"""What a reporter tells, as types in which a wrong state cannot be built.

Everything here is personal: no class has a revealing `repr`. The attributes stand in the order in
which they are asked and told; whoever shows a whole concern walks them with `told`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

LONGEST_TEXT = 20_000
"""Code points of the main text, after CRLF has become LF."""


class Urgency(StrEnum):
    """How urgent the reporter says it is."""

    NOT_URGENT = "not_urgent"
    WITHIN_DAYS = "within_days"
    NOW = "now"


class EmergencyCall(StrEnum):
    """Whether somebody called 112, asked of whoever says that it is urgent now."""

    MADE = "made"
    NOT_MADE = "not_made"


class AgeBand(StrEnum):
    """Age of the person of concern (facts F86, F87)."""

    UNDER_18 = "under_18"
    ADULT = "adult"
    UNKNOWN = "unknown"


class Residence(StrEnum):
    """Whether the person of concern lives in the municipality (F68)."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """The reporter's relation to the person of concern, coarse on purpose."""

    SELF = "self"
    """The reporter writes about themselves (serviceloven section 12 b)."""
    FAMILY = "family"
    FRIEND = "friend"
    SCHOOL_OR_WORK = "school_or_work"
    PROFESSIONAL = "professional"
    OTHER = "other"


class VoiceMessage(StrEnum):
    """Whether a message may be left on the reporter's telephone: somebody else may hear it."""

    YES = "yes"
    NO = "no"


class StatutoryNotification(StrEnum):
    """Whether a professional has made an "underretning" (barnets lov section 133)."""

    MADE = "made"
    NOT_MADE = "not_made"
    UNSURE = "unsure"


class Mark(StrEnum):
    """Why a concern may be spam. Marked concerns are accepted, never refused."""

    TOO_FAST = "too_fast"
    TRAP_FILLED = "trap_filled"


class CaseLead(StrEnum):
    """Who leads an effort (F86, F87)."""

    SSP = "ssp"
    LOCAL_POLICE = "local_police"


@dataclass(frozen=True, kw_only=True, repr=False)
class Anonymous:
    """A reporter who gave no name: there is no way to call or write to them."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Named:
    """A citizen who gave a name; phone and e-mail may be empty, not both."""

    name: str
    phone: str = ""
    voice_message: VoiceMessage | None = None
    email: str = ""
    when_to_call: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Professional(Named):
    """Somebody who writes as part of their work."""

    workplace: str
    role: str = ""
    statutory_notification: StatutoryNotification | None = None


Reporter = Anonymous | Named | Professional
TRACKS: Mapping[str, type[Reporter]] = {
    "anonymous": Anonymous,
    "named": Named,
    "professional": Professional,
}
"""The ways to write, by the name that pages, letters and records have for them."""


@dataclass(frozen=True, kw_only=True, repr=False)
class PersonOfConcern:
    """The person the concern is about; never nationality, religion or CPR number (gap G20)."""

    age: AgeBand
    residence: Residence
    relation: Relation | None = None
    identification: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Call:
    """A telephone call that a coordinator wrote down."""

    written_with: str
    """Name of the recipient whose code opened the page: not who held the telephone."""
    taken_by: str = ""
    """Of the recipient who takes the matter; empty: nobody yet."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Concern:
    """One "bekymringshenvendelse" as it was sent. Texts use LF and are otherwise untouched."""

    text: str
    when: str = ""
    where: str = ""
    earlier_reference: str = ""
    urgency: Urgency
    emergency_call: EmergencyCall | None = None
    person: PersonOfConcern
    reporter: Reporter
    language: str
    adds_to: str = ""
    """Reference of the letter that this one is an addition to."""
    marks: frozenset[Mark] = frozenset()
    call: Call | None = None


Answer = str | StrEnum | None
OURS = frozenset({"language", "adds_to", "marks", "call"})
"""Attributes of a concern that answer no question."""


def track(reporter: Reporter) -> str:
    """The name of the way somebody chose to write."""
    return next(name for name, kind in TRACKS.items() if kind is type(reporter))


_ATTRIBUTES: dict[type, tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind))
    for kind in (Concern, PersonOfConcern, *TRACKS.values())
}


def told(concern: Concern) -> Iterator[tuple[str, Answer]]:
    """Every question that this reporter met, by attribute, and the answer (None or "": none)."""
    for name in _ATTRIBUTES[Concern]:
        value = getattr(concern, name)
        if name == "reporter":
            yield "track", track(value)
        if name in ("person", "reporter"):
            yield from ((part, getattr(value, part)) for part in _ATTRIBUTES[type(value)])
        elif name not in OURS:
            yield name, value


def proposed_case_lead(age: AgeBand) -> CaseLead | None:
    """Who might lead an effort: SSP under 18 (F86), local police over 18 (F87).

    None when the age is not known: the municipality's document does not say (G01).
    """
    return {AgeBand.UNDER_18: CaseLead.SSP, AgeBand.ADULT: CaseLead.LOCAL_POLICE}.get(age)


def needs_assessment_within_24_hours(age: AgeBand) -> bool:
    """A minor or unknown age: it may also be an underretning (barnets lov section 136)."""
    return age is not AgeBand.ADULT
