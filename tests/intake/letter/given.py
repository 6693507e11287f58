"""A concern with every field given, in characters that are hard, for the tests of the letter."""

from intake.concern import (
    AgeBand,
    Concern,
    EmergencyCall,
    Mark,
    Named,
    PersonOfConcern,
    Professional,
    Relation,
    Reporter,
    Residence,
    StatutoryNotification,
    Urgency,
    VoiceMessage,
)
from intake.facts import municipality, privacy_notice, texts
from intake.letter import orientation
from intake.letter.received import Procedure, Received
from intake.letter.writer import LetterWriter
from tests import places

REFERENCE = "ABCD2345"
HARD = (
    "Æblegrød – hø\n| Referencenummer: falsk\rX\u2028Y\x00\u202eabc مرحبا 👩‍👩‍👧"
    "\nBcc: a@b.c\n.\n--x"
)
NOW = 1_800_000_000
"""2027-01-15."""
PROCEDURE = Procedure(
    infohus="Infohus Andeby",
    urgent_days=7,
    notice_days=1,
    register="Arkivet",
    steps=lambda age: ("Første skridt",),
)
RECEIVED = Received(reference=REFERENCE, now=NOW, procedure=PROCEDURE)
WORDS = texts.load("letter.da")
INVENTED = municipality.load(places.INVENTED)
NOTICES = {
    language: orientation.attachment(
        WORDS,
        language,
        INVENTED.infohus.name,
        privacy_notice.load(language).sections(INVENTED, "full"),
    )
    for language in ("da", "en")
}
NAMED = Named(name="Åse Nævnt", phone="99 88 77 66", email="aase@hjem.example")
TEACHER = Professional(
    name="Lærer Sørensen",
    workplace="Skolen",
    role="Lærerstilling",
    phone="11 22 33 44",
    voice_message=VoiceMessage.NO,
    email="l@skole.example",
    when_to_call="efter 15",
    statutory_notification=StatutoryNotification.MADE,
)


def concern(
    reporter: Reporter,
    urgency: Urgency = Urgency.WITHIN_DAYS,
    *,
    text: str = HARD,
    relation: Relation | None = Relation.SCHOOL_OR_WORK,
) -> Concern:
    """A concern with every field given."""
    person = PersonOfConcern(
        age=AgeBand.UNKNOWN,
        residence=Residence.HERE,
        relation=relation,
        identification="Kendetegn Ø",
    )
    return Concern(
        reporter=reporter,
        text=text,
        urgency=urgency,
        person=person,
        language="da",
        when="i går",
        where="på Å-gade",
        earlier_reference="WXYZ6789",
        emergency_call=EmergencyCall.MADE,
        marks=frozenset({Mark.TOO_FAST}),
        adds_to="HJKM2345",
    )


def letter_writer(procedure: Procedure = PROCEDURE) -> LetterWriter:
    """Writes letters as the service does, for an invented municipality."""
    return LetterWriter(WORDS, procedure, NOTICES)
