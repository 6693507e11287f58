"""The schema's history, and the one act that goes on in it: the outbox's second door.

It brings Alembic, which no running service needs to carry. What stays true here:

- An upgrade is one transaction: killed at any moment, it leaves the old schema or the new, whole.
- A backup of exactly what was there is on the disk before the first change, or nothing changes.
- Nobody else has the database open meanwhile.
- A step in `versions` is never changed after its release; what 1.0.0 made is the first.
"""

from intake.outbox.migrations.upgrade import Plan, Upgrade

__all__ = ["Plan", "Upgrade"]
