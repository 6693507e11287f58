"""One installation put together from its settings: the one composition root of the service.

Every command, the form, the forwarder and the tests ask it for their parts.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from intake.accepting import Clerk, Digests, Limits
from intake.alarm import Alarm, Word, road_of
from intake.facts import LANGUAGES, Municipality, read_municipality, read_texts
from intake.form import Drafts
from intake.letter import LetterWriter, Procedure, orientations
from intake.loop import Codes, Desk, Keys, Replies, Schedule, Telephone
from intake.outbox import Backups, Outbox
from intake.sealing import Outside, People, Sealer, Signer, SignerError, read_signer
from intake.sending import Forwarder, Patience, SmtpDelivery, SmtpServer
from intake.settings import FormSettings, MailSettings, Settings, SettingsError
from intake.web import LONGEST_BODY, Infohus


def system_clock() -> int:
    """Seconds UTC: the one clock of the service."""
    return int(time.time())


def backups_of(settings: Settings) -> Backups:
    """What an upgrade makes before its first change; its database need not be open."""
    return Backups(database=settings.database, folder=settings.backups, pg_dump=settings.pg_dump)


@dataclass(frozen=True, kw_only=True, repr=False)
class Installation:
    """Settings, facts, people, signer, outbox and clock of one installation, and what follows."""

    settings: Settings
    facts: Municipality
    outbox: Outbox
    clock: Callable[[], int]
    """Seconds UTC."""
    alarm: Alarm
    demonstration: bool = False

    @classmethod
    def load(
        cls,
        settings: Settings,
        *,
        demonstration: bool = False,
        clock: Callable[[], int] = system_clock,
    ) -> "Installation":
        """Read the facts and open the store. Raises what the operator is told."""
        facts = read_municipality(settings.municipality)
        return cls(
            settings=settings,
            facts=facts,
            outbox=Outbox(settings.database, Schedule.of(facts.loop)),
            clock=clock,
            alarm=Alarm(road_of(settings.alarm_command, settings.alarm_folder)),
            demonstration=demonstration,
        )

    @property
    def form(self) -> FormSettings:
        assert self.settings.form is not None
        return self.settings.form

    @property
    def mail(self) -> MailSettings:
        assert self.settings.mail is not None
        return self.settings.mail

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

    def delivery(self) -> SmtpDelivery:
        return SmtpDelivery(SmtpServer(sender=self.settings.sender, **vars(self.mail)))

    def forwarder(self, alive: Callable[[], None] = lambda: None) -> Forwarder:
        rules, loop = self.facts.intake, self.facts.loop
        return Forwarder(
            outbox=self.outbox,
            delivery=self.delivery(),
            clock=self.clock,
            alarm=self.alarm,
            alive=alive,
            patience=Patience(
                late_hours=rules.late_hours,
                transit_max_days=rules.transit_max_days,
                unread_hours=loop.unread_hours,
                keep_unacknowledged_days=loop.keep_unacknowledged_days,
                first_pause=rules.forward_delay_minutes * 60,
            ),
        )
