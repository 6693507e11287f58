"""What a reporter tells, as types in which a wrong state cannot be built.

Everything here is personal: no class has a revealing `repr`. "Danger now" is not an urgency of
a finished concern: it leads to 112, and the reporter goes on with `called_112` set.
"""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 20_000
"""Code points of the main text, after CRLF has become LF."""


class Urgency(StrEnum):
    """How urgent the reporter says it is."""

    NOT_URGENT = "not_urgent"
    WITHIN_DAYS = "within_days"


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

    FAMILY = "family"
    FRIEND = "friend"
    SCHOOL_OR_WORK = "school_or_work"
    PROFESSIONAL = "professional"
    OTHER = "other"


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
    INFOHUS_DECIDES = "infohus_decides"


@dataclass(frozen=True, kw_only=True, repr=False)
class Anonymous:
    """A reporter who gave no name: nobody can ask back or reply."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Named:
    """A citizen who gave a name; phone and e-mail may be empty, not both."""

    name: str
    phone: str = ""
    email: str = ""
    when_to_call: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Professional:
    """Somebody who writes as part of their work."""

    name: str
    workplace: str
    role: str = ""
    phone: str = ""
    email: str = ""
    when_to_call: str = ""
    statutory_notification: StatutoryNotification | None = None


Reporter = Anonymous | Named | Professional


@dataclass(frozen=True, kw_only=True, repr=False)
class PersonOfConcern:
    """The person the concern is about; never nationality, religion or CPR number (gap G20)."""

    age: AgeBand
    residence: Residence
    relation: Relation | None = None
    identification: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Concern:
    """One "bekymringshenvendelse" as it was sent. Texts use LF and are otherwise untouched."""

    reporter: Reporter
    text: str
    urgency: Urgency
    person: PersonOfConcern
    language: str
    when: str = ""
    where: str = ""
    earlier_reference: str = ""
    called_112: bool = False
    marks: frozenset[Mark] = frozenset()
    adds_to: str = ""
    """Reference of the letter that this one is an addition to."""


def proposed_case_lead(age: AgeBand) -> CaseLead:
    """Who might lead an effort: SSP under 18 (F86), local police over 18 (F87); see G01."""
    match age:
        case AgeBand.UNDER_18:
            return CaseLead.SSP
        case AgeBand.ADULT:
            return CaseLead.LOCAL_POLICE
        case AgeBand.UNKNOWN:
            return CaseLead.INFOHUS_DECIDES


def needs_assessment_within_24_hours(age: AgeBand) -> bool:
    """A minor or unknown age: it may also be an underretning (barnets lov section 136)."""
    return age is not AgeBand.ADULT
