"""One installation put together from its settings: with its lower half, the one composition root.

Every command, the form and the tests ask it for their parts; the forwarder asks `SendingHalf`.
"""

from dataclasses import dataclass
from functools import cached_property

from intake.accepting import Clerk, Digests, Limits
from intake.alarm import Word
from intake.facts import LANGUAGES, read_texts
from intake.form import Drafts
from intake.letter import LetterWriter, Procedure, orientations
from intake.loop import Codes, Desk, Keys, Replies, Telephone
from intake.outbox import Backups
from intake.sealing import Outside, People, Sealer, Signer, SignerError, read_signer
from intake.sending_half import SendingHalf, system_clock
from intake.settings import FormSettings, Settings, SettingsError
from intake.web import LONGEST_BODY, Infohus

__all__ = ["Installation", "backups_of", "system_clock"]


def backups_of(settings: Settings) -> Backups:
    """What an upgrade makes before its first change; its database need not be open."""
    return Backups(database=settings.database, folder=settings.backups, pg_dump=settings.pg_dump)


@dataclass(frozen=True, kw_only=True, repr=False)
class Installation(SendingHalf):
    """One installation whole: to the half that sends, people, signer, form and loop."""

    @property
    def form(self) -> FormSettings:
        assert self.settings.form is not None
        return self.settings.form

    @cached_property
    def people(self) -> People:
        """Who may open letters."""
        return People(
            folder=self.form.recipients,
            demonstration=self.demonstration,
            tell=lambda: self.alarm(Word.RECIPIENTS),
        )

    @cached_property
    def signer(self) -> Signer:
        """What tells a coordinator that a letter is ours. Raises `SignerError`."""
        return read_signer(self.form.signing_key, self.form.signing_certificate)

    @cached_property
    def sealer(self) -> Sealer:
        """Seals for the recipients of this installation, in its municipality's words."""
        if self.signer.is_demonstration and not self.demonstration:
            raise SignerError("the signing certificate was made by the demonstration")
        self.people()
        words = read_texts("letter.da").worded(self.facts.loop)
        return Sealer(
            self.people,
            self.signer,
            LetterWriter(words, self.procedure(), orientations(words, self.facts)).write,
            Outside(
                sender=self.settings.sender,
                subject=words["outside.subject"],
                reminder=words["outside.reminder"] if self.facts.loop.reminds else "",
                awaited=self.facts.loop.is_on,
            ),
        )

    @cached_property
    def codes(self) -> Codes:
        """By which letters are acknowledged. Raises `SettingsError`."""
        if self.form.loop_keys:
            return Codes(self.form.loop_keys)
        raise SettingsError("INFOHUS_LOOP_KEYS_FILE is missing: [loop] is switched on")

    @cached_property
    def telephone(self) -> Telephone | None:
        return Telephone(self.codes.keys, self.people) if self.facts.loop.telephone else None

    def desk(self) -> Desk:
        """Where letters are acknowledged. Raises `SettingsError`."""
        return Desk(
            outbox=self.outbox,
            sealer=self.sealer,
            people=self.people,
            codes=self.codes,
            key=self.form.digest_key,
            facts=self.facts,
            clock=self.clock,
        )

    @cached_property
    def replies(self) -> Replies | None:
        """What reporters' codes lead to; None where none are given. Raises `SettingsError`."""
        if not self.facts.loop.gives_codes:
            return None
        if not self.form.code_key:
            raise SettingsError("INFOHUS_CODE_KEY_FILE is missing: [loop] gives reporters a code")
        keys = Keys(self.form.code_key, self.form.digest_key)
        return Replies(outbox=self.outbox, keys=keys, clock=self.clock)

    def procedure(self) -> Procedure:
        """How the infohus goes about a concern, as the letter tells it."""
        return Procedure.of(self.facts, self.codes.code if self.facts.loop.is_on else None)

    @cached_property
    def limits(self) -> Limits:
        """What this process still takes."""
        return Limits(free_bytes=self.outbox.free_bytes)

    def clerk(self) -> Clerk:
        return Clerk(
            may_open=self.facts.may_open,
            rules=self.facts.intake,
            sealer=self.sealer,
            outbox=self.outbox,
            digests=Digests(self.form.digest_key),
            limits=self.limits,
            clock=self.clock,
            codes=self.replies,
        )

    def infohus(self) -> Infohus:
        return Infohus(
            origin=self.form.origin,
            municipality=self.facts,
            texts={each: read_texts(each.code).worded(self.facts.loop) for each in LANGUAGES},
            clerk=self.clerk(),
            drafts=Drafts(
                self.form.draft_keys, days=self.facts.intake.draft_days, longest=LONGEST_BODY
            ),
            trusted_proxy=self.form.trusted_proxy,
            demonstration=self.demonstration,
            desk=self.desk() if self.facts.loop.has_page else None,
            replies=self.replies,
            telephone=self.telephone,
        )
