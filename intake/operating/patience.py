"""A service whose database is away waits for it, says why in its log, and rings.

A database on another machine may start after us, or be away for an hour: ending would use up the
starts that systemd allows, and nobody would begin again.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from intake.alarm import Alarm, Word, road_of
from intake.operating.notify import alive, begun, rings_at_signal
from intake.outbox import StoreUnavailable
from intake.settings import Settings

log = logging.getLogger(__name__)
Half = TypeVar("Half")
FIRST_PAUSE_SECONDS = 1
LONGEST_PAUSE_SECONDS = 30


def awaited(
    load: Callable[[Settings], Half],
    settings: Settings,
    *,
    pause: Callable[[float], object] = time.sleep,
) -> Half:
    """What is loaded, as soon as its database can be used; what else is wrong is raised.

    The start of the unit does not last as long as the wait: systemd would give it up.
    """
    alarm = Alarm(road_of(settings.alarm_command, settings.alarm_folder))
    rings_at_signal(alarm)
    told, seconds = "", FIRST_PAUSE_SECONDS
    while True:
        alive()
        try:
            return load(settings)
        except StoreUnavailable as trouble:
            if str(trouble) != told:
                log.warning("waiting for the database: %s", trouble)
            told = str(trouble)
            begun()
        alarm(Word.STORE)
        pause(seconds)
        seconds = min(2 * seconds, LONGEST_PAUSE_SECONDS)
