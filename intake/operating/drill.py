"""`drill`: a practice letter by the real road; coordinators acknowledge it as always."""

import random
from collections.abc import Callable
from secrets import token_bytes

from intake import reference
from intake.days import day_of, numbers
from intake.facts import Texts, read_texts
from intake.installation import Installation
from intake.letter import FRAME, mixed, padded
from intake.loop import is_time_for_drill, newest_outcome
from intake.outbox import Practice, Submission
from intake.reference import shown

Say = Callable[[str], None]
DONE, NOTHING = 0, 1


def drill(installation: Installation, say: Say, *, by_chance: bool = False) -> int:
    """Send one, or, `by_chance`, see whether this is its hour."""
    if not installation.facts.loop.is_on:
        say("nobody is asked to acknowledge letters: see [loop] in municipality.toml")
        return DONE if by_chance else NOTHING
    drills, now = installation.outbox.tried(Practice.DRILL), installation.clock()
    if by_chance and not is_time_for_drill(drills, now, random.SystemRandom().random):
        return DONE
    name = reference.new()
    text = read_texts("notes.da").get_filled(
        "drill.text",
        reference=shown(name),
        infohus=installation.facts.infohus.name,
        day=numbers(day_of(now)),
        code=installation.codes.code(name),
    )
    inside = padded(mixed(text, ()), FRAME)
    message = installation.sealer.seal_practice(inside, reference=name, now=now)
    sent = Submission(id=token_bytes(32), digest=token_bytes(32), now=now, not_before=now)
    installation.outbox.practise(message, Practice.DRILL, sent)
    say(f"{shown(name)}: the drill is on its way to {len(message.recipients)} recipients")
    return DONE


def told(installation: Installation, words: Texts) -> str:
    """How the newest drill went, for the sign of life."""
    drills, now = installation.outbox.tried(Practice.DRILL), installation.clock()
    outcome = newest_outcome(drills, now)
    if outcome is None:
        return words["drill.none"]
    key = {None: "missed", 1: "one"}.get(outcome.hours, "hours")
    return words.get_filled(f"drill.{key}", day=numbers(outcome.day), hours=outcome.hours)
