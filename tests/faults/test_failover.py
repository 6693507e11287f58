"""Two PostgreSQL servers, one following the other: what was received stays, whichever dies."""

from collections.abc import Iterator

import pytest

from intake.outbox import Outbox, StoreUnavailable, postgresql
from tests.intake.sealed import letter, put
from tests.servers.postgres import Pair


@pytest.fixture(name="pair")
def _pair() -> Iterator[Pair]:
    with Pair() as pair:
        yield pair


def test_what_was_received_is_there_after_a_failover(pair: Pair) -> None:
    """The first dies as by a crash, the second takes over: no letter is missing."""
    url = pair.database()
    Outbox.create(url)
    outbox = Outbox(url)
    references = {put(outbox, letter(f"N{number:07}")).reference for number in range(50)}
    pair.first.stop("immediate")
    with pytest.raises(StoreUnavailable):
        put(outbox, letter("BBBBBBBB"))
    pair.second.promote()
    assert put(outbox, letter("BBBBBBBB")).reference == "BBBBBBBB"
    assert outbox.count(1_900_000_000).waiting == len(references | {"BBBBBBBB"})
    outbox.close()


def test_nothing_is_received_that_the_follower_does_not_have(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL then says yes with a warning; pressed again, the letter is there and still no."""
    url = pair.database()
    Outbox.create(url)
    outbox = Outbox(url)
    pair.second.stop()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(postgresql, "LONGEST_WRITE", 0.5)
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                put(outbox, letter("AAAAAAAA"))
        with pytest.raises(StoreUnavailable):
            outbox.find(b"AAAAAAAA")
    pair.second.start()
    assert put(outbox, letter("AAAAAAAA")).reference == "AAAAAAAA"
    pair.first.stop("immediate")
    pair.second.promote()
    found = outbox.find(b"AAAAAAAA")
    assert found is not None
    assert found.reference == "AAAAAAAA"
    outbox.close()
