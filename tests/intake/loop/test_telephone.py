"""The code by which a recipient writes down calls: their own, withdrawn by a number."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.loop.codes import Mistake
from intake.loop.telephone import Telephone
from intake.operating import following, notes
from intake.sealing import Reason, Recipient
from tests import traces
from tests.intake.loop.house import BO as BOS_MAILBOX
from tests.intake.loop.house import KIM as KIMS_MAILBOX
from tests.intake.loop.house import VIKAR, Looped

KEY, NEWER = b"k" * 32, b"n" * 32
KIM = Recipient(address="kim@test.example", name="Kim", certificate=Reason.MISSING)
BO = replace(KIM, address="bo@test.example", name="Bo")
SAFE = replace(KIM, address="", name="Pengeskabet")


def telephone(*people: Recipient, keys: tuple[bytes, ...] = (KEY,)) -> Telephone:
    return Telephone(keys, lambda: people)


def test_everybody_has_a_code_of_their_own() -> None:
    """Three groups of four, the same in every process; a recovery key has none."""
    both = telephone(KIM, BO, SAFE)
    assert both.holders == (KIM, BO)
    assert [len(group) for group in both.code(KIM).split("-")] == [4] * 3
    assert telephone(KIM).code(KIM) == both.code(KIM) != both.code(BO)
    assert [both.find(both.code(each)) for each in (KIM, BO)] == [KIM, BO]
    assert both.find(both.code(SAFE)) == Mistake.UNKNOWN


def test_another_number_withdraws_a_code_and_none_gives_none() -> None:
    """Nobody else's code changes."""
    old, next_one, without = KIM, replace(KIM, phone_code=2), replace(KIM, phone_code=0)
    code = telephone(old, BO).code(old)
    assert telephone(next_one, BO).find(code) == Mistake.UNKNOWN
    assert telephone(without, BO).find(code) == Mistake.UNKNOWN
    assert telephone(next_one, BO).code(BO) == telephone(old, BO).code(BO)
    assert telephone(without).holders == ()
    assert telephone(without).takers == ("Kim",)


def test_name_and_number_cannot_be_taken_for_another_pair() -> None:
    """Kim with number 11, and a Kim 1 with number 1."""
    eleven, other = replace(KIM, phone_code=11), replace(KIM, name="Kim1")
    assert telephone().code(eleven) != telephone().code(other)


def test_new_key_ends_no_code() -> None:
    """Without the old key they end, all at once."""
    code = telephone(KIM).code(KIM)
    assert telephone(KIM, keys=(KEY, NEWER)).find(code) == KIM
    assert telephone(KIM, keys=(KEY, NEWER)).code(KIM) != code
    assert telephone(KIM, keys=(NEWER,)).find(code) == Mistake.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", Mistake.EMPTY),
        (" \n", Mistake.EMPTY),
        ("K7QF-2M9X", Mistake.REFERENCE),
        ("ABCD-EFGH-JKMN-PQRS", Mistake.REPORTERS),
        ("ABCD-EFGH-JKMN-PQRS-TWXY", Mistake.LETTERS),
        ("ABCD-EFGH-JKMN", Mistake.UNKNOWN),
        ("A" * 10_000, Mistake.UNKNOWN),
        ("hej", Mistake.UNKNOWN),
    ],
)
def test_what_is_no_code_is_told_apart(typed: str, mistake: Mistake) -> None:
    """The page says what it was."""
    assert telephone(KIM, BO).find(typed) == mistake


def test_code_is_found_inside_what_was_pasted() -> None:
    """As it is quoted, wrapped and beautified."""
    code = telephone(KIM).code(KIM)
    for typed in (code.lower(), f"> {code}.", code.replace("-", " "), f"Kode:\n{code}\n"):
        assert telephone(KIM).find(typed) == KIM


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Looped]:
    """An installation with Kim, Bo, and Vikar who is a substitute."""
    made = Looped(tmp_path, f"sqlite:///{tmp_path / 'outbox.sqlite'}")
    yield made
    made.closes()


def test_test_letter_brings_each_their_own_code_and_nobody_elses(on_sqlite: Looped) -> None:
    """Sealed to one key, mailed to one mailbox: the others cannot open it."""
    installation = on_sqlite.installation
    notes.test_letter(installation, on_sqlite.house.say)
    told = installation.telephone
    assert told is not None
    codes = {holder.address: told.code(holder) for holder in told.holders}
    assert set(codes) == {KIMS_MAILBOX, BOS_MAILBOX, VIKAR}
    opened = {}
    for lease in on_sqlite.mails():
        (address,) = lease.message.recipients
        number = [KIMS_MAILBOX, BOS_MAILBOX, VIKAR].index(address) + 1
        text = on_sqlite.reads(lease, number)
        if "Telefonkode" in text:
            opened[address] = text
            for other in {1, 2, 3} - {number}:
                with pytest.raises(ValueError, match="recipient"):
                    on_sqlite.reads(lease, other)
        else:
            assert not any(code in text for code in codes.values())
    assert {address: codes[address] in text for address, text in opened.items()} == dict.fromkeys(
        codes, True
    )
    assert not any(code in on_sqlite.house.text for code in codes.values())
    bare = [code.replace("-", "") for code in codes.values()]
    assert traces.in_folder(on_sqlite.folder, [*codes.values(), *bare]) == []


def test_check_tells_when_nobody_has_a_code(on_sqlite: Looped) -> None:
    """And when two people would have the same."""

    def told() -> str:
        return " ".join(what for what, _ in following.findings(on_sqlite.load()))

    path = on_sqlite.folder / "recipients" / "recipients.toml"
    listed = path.read_text(encoding="utf-8")
    assert "telephone" not in told()
    path.write_text(re.sub(r'(name = ".*")', r"\1\nphone_code = 0", listed), encoding="utf-8")
    assert "nobody has a telephone code" in told()
    path.write_text(listed.replace('"Bo"', '"Kim"'), encoding="utf-8")
    assert "2 recipients are called Kim and have the same telephone code" in told()
