"""How long the storm lasts: from the environment, within bounds.

STORM_ROUNDS    kill -9 rounds on each database
STORM_EXAMPLES  invented letters, and invented bodies
STORM_MINUTES   of the soak
STORM_CODES     that one person types
"""

from collections.abc import Mapping
from dataclasses import dataclass

ROUNDS, EXAMPLES, MINUTES, CODES = 200, 20_000, 30, 10_000
BOUNDS = {
    "STORM_ROUNDS": (1, 2_000),
    "STORM_EXAMPLES": (10, 200_000),
    "STORM_MINUTES": (1, 240),
    "STORM_CODES": (100, 100_000),
}
HITS_IN_ROUNDS = 20
"""One hit in each window for so many rounds."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much is done."""

    rounds: int = ROUNDS
    examples: int = EXAMPLES
    minutes: int = MINUTES
    codes: int = CODES

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Scale":
        """What the environment asks for. Raises `ValueError`."""
        return cls(
            rounds=_within(environ, "STORM_ROUNDS", ROUNDS),
            examples=_within(environ, "STORM_EXAMPLES", EXAMPLES),
            minutes=_within(environ, "STORM_MINUTES", MINUTES),
            codes=_within(environ, "STORM_CODES", CODES),
        )

    @property
    def least(self) -> int:
        """Hits that each window needs: a storm that missed proves nothing."""
        return max(1, self.rounds // HITS_IN_ROUNDS)


def _within(environ: Mapping[str, str], name: str, usual: int) -> int:
    lowest, highest = BOUNDS[name]
    given = environ.get(name) or str(usual)
    if not given.isdecimal() or not lowest <= int(given) <= highest:
        raise ValueError(f"{name} must be a number from {lowest} to {highest}")
    return int(given)
