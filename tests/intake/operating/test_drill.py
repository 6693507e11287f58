"""The command of the drill refuses where letters are not acknowledged."""

from intake.operating.drill import DONE, NOTHING, drill
from tests.intake.operating.conftest import House


def test_drill_needs_the_loop(house: House) -> None:
    """`tests/intake/loop/test_drill.py` shows it at work."""
    assert drill(house.load(), house.say) == NOTHING
    assert "see [loop]" in house.said[0]
    assert drill(house.load(), house.say, by_chance=True) == DONE
