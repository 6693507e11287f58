"""The closed loop as the operator sees it: who is waited for, and what must be true before."""

from collections import Counter
from collections.abc import Iterator

from intake.days import day_of
from intake.installation import Installation
from intake.loop import Telephone
from intake.operating.figures import waiting
from intake.outbox import Practice
from intake.schedule import Schedule
from intake.sealing import Recipient, usable

HOUR = 3_600


def findings(installation: Installation) -> Iterator[tuple[str, str]]:
    """What is not as it must be, and its cure, for each step that is switched on."""
    loop, awaited = installation.facts.loop, waiting(installation)
    if awaited.letters and awaited.oldest_hours >= loop.unread_hours - 1:
        yield (
            f"nobody has acknowledged a letter for {awaited.oldest_hours} hours",
            "call the coordinators; if one has it and cannot open it: `acknowledge REFERENCE`",
        )
    if loop.is_on and not _is_tried(installation):
        yield (
            "no human has acknowledged a test letter yet",
            'set step = "trial" in [loop], run `test-letter`, let a coordinator acknowledge it',
        )
    if loop.reminds:
        yield from _reminding(installation)
    if loop.gives_codes and not installation.form.code_key:
        yield (
            "reporters are to get a code, and there is no key for it: the form does not start",
            "set INFOHUS_CODE_KEY_FILE and run `init`",
        )
    if installation.telephone:
        yield from _telephoning(installation.telephone)


def _telephoning(telephone: Telephone) -> Iterator[tuple[str, str]]:
    names = Counter((each.name, each.phone_code) for each in telephone.holders)
    if not names:
        yield (
            "nobody has a telephone code, and telephone = true in [loop]",
            "take phone_code = 0 away in recipients.toml and run `test-letter`, or switch it off",
        )
    for (name, _), count in names.items():
        if count > 1:
            yield (
                f"{count} recipients are called {name} and have the same telephone code",
                "give each a name of their own, or another phone_code, in recipients.toml",
            )


def _is_tried(installation: Installation) -> bool:
    return any(each.acknowledged for each in installation.outbox.tried(Practice.TEST))


def _reminding(installation: Installation) -> Iterator[tuple[str, str]]:
    people, now = usable(installation.people(), installation.clock()), installation.clock()
    own = {each.key_id for each in people if each.gets_letters}
    if not any(_is_another(each, own) for each in people):
        yield (
            "no substitute under a key of their own can be used: nobody is left to be told",
            "name one in recipients.toml with substitute = true, who is no recipient already",
        )
    schedule = Schedule.of(installation.facts.loop)
    year = day_of(now).year
    worst = max(schedule.worst(year), schedule.worst(year + 1)) if schedule else 0
    if worst > installation.facts.loop.unread_hours * HOUR:
        yield (
            f"a substitute can be told only after {-(-worst // HOUR)} hours",
            "lower reminder_hours or substitute_hours in [loop]: 2 and 8 keep within 22 hours",
        )


def _is_another(person: Recipient, own: set[str]) -> bool:
    return person.substitute and person.gets_mail and person.key_id not in own
