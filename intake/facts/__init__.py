"""What is public: the municipality, the action card, the privacy notice, and the words.

What stays true: the standard library only, so that the site reads them without the service; every
mistake in a file is told at once.
"""

from intake.facts.action_card import ActionCard, Stage
from intake.facts.action_card import load as read_action_card
from intake.facts.languages import DANISH, LANGUAGES, Language, language_at, language_of
from intake.facts.municipality import FINGERPRINT, Municipality, MunicipalityError, Question
from intake.facts.municipality import fingerprint as fingerprint_of_facts
from intake.facts.municipality import load as read_municipality
from intake.facts.municipality.decisions import Intake, Loop, LoopStep
from intake.facts.municipality.fact import Fact, grouped
from intake.facts.municipality.parts import Sbsys
from intake.facts.municipality.rows import CardLanguage, Source
from intake.facts.privacy_notice import PrivacyNotice
from intake.facts.privacy_notice import load as read_privacy_notice
from intake.facts.tables import Mistakes, lines_of
from intake.facts.tables import read as read_table
from intake.facts.texts import Texts
from intake.facts.texts import load as read_texts
from intake.facts.texts import read as read_file

__all__ = [
    "DANISH",
    "FINGERPRINT",
    "LANGUAGES",
    "ActionCard",
    "CardLanguage",
    "Fact",
    "Intake",
    "Language",
    "Loop",
    "LoopStep",
    "Mistakes",
    "Municipality",
    "MunicipalityError",
    "PrivacyNotice",
    "Question",
    "Sbsys",
    "Source",
    "Stage",
    "Texts",
    "fingerprint_of_facts",
    "grouped",
    "language_at",
    "language_of",
    "lines_of",
    "read_action_card",
    "read_file",
    "read_municipality",
    "read_privacy_notice",
    "read_table",
    "read_texts",
]
