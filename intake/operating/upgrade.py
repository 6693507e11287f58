"""`upgrade`: the database to the schema of this version. Says first what it will do."""

from collections.abc import Callable

from intake.installation import backups_of
from intake.outbox.migrations import Upgrade
from intake.settings import Settings

Say = Callable[[str], None]


def upgrade(settings: Settings, say: Say, now: int) -> int:
    """Plan, say, back up, do; again: nothing to do."""
    backups = backups_of(settings)
    going = Upgrade(settings.database, backups)
    plan = going.plan()
    if not plan.steps:
        say(f"database: schema {plan.present} is the newest; nothing to do")
        return 0
    backup = backups.path(plan.present, now)
    say(f"database: from schema {plan.present} to {plan.newest}, in one transaction:")
    for step in plan.steps:
        say(f"- {step}")
    say(f"before that a backup: {backup}")
    going.run(backup)
    say(f"database: schema {plan.newest}; the backup goes by `purge` after keep_days")
    return 0
