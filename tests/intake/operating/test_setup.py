"""`init` makes what is missing, for its owner alone, and overwrites nothing."""

import pytest

from intake.operating import setup
from intake.operating.check import findings
from intake.sealing import signer
from intake.settings import SettingsError
from tests.intake.operating.conftest import House

NOW = 1_800_000_000
ALL = ("signing.key", "signing.pem", "signing-ca-key.pem", "signing-ca.pem")
SECRETS = ("signing-ca-key.pem", "signing.key", "draft-keys", "digest-key")


def test_a_new_installation_can_start(house: House) -> None:
    """Everything the form and the forwarder read is there."""
    assert house.load().sealer.usable(0) == ()


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_for_its_owner_alone(house: House, name: str) -> None:
    """Mode 0600 from the first byte."""
    assert (house.folder / name).stat().st_mode & 0o777 == 0o600


def test_a_second_run_changes_nothing(house: House) -> None:
    """An operator who is unsure may run it again."""
    before = {name: (house.folder / name).read_bytes() for name in SECRETS}
    setup.init(house.environ, "Other", house.say, NOW)
    assert {name: (house.folder / name).read_bytes() for name in SECRETS} == before
    assert house.text.count("left as it is") == 3


def test_what_is_missing_is_named(house: House) -> None:
    """All at once."""
    with pytest.raises(SettingsError) as caught:
        setup.init({}, "Test", house.say, NOW)
    assert len(caught.value.args) == len(setup.NEEDED)


def without(house: House, *names: str) -> None:
    for name in names:
        (house.folder / name).unlink()


def test_a_new_signing_key_stands_under_the_same_authority(house: House) -> None:
    """Coordinators trust once: a rotation asks nothing of them."""
    before = house.load().signer
    authority = (house.folder / "signing-ca.pem").read_bytes()
    without(house, "signing.key", "signing.pem")
    setup.init(house.environ, "Test", house.say, NOW)
    after = house.load().signer
    assert before.certificate != after.certificate
    assert before.above == after.above
    assert (house.folder / "signing-ca.pem").read_bytes() == authority


def test_half_an_authority_is_named(house: House) -> None:
    """Its key lies in the safe: nothing is made in its place."""
    without(house, "signing.key", "signing.pem", "signing-ca-key.pem")
    with pytest.raises(SettingsError, match="bring it from the safe"):
        setup.init(house.environ, "Test", house.say, NOW)
    assert not (house.folder / "signing.pem").exists()


def test_a_demonstration_s_signing_key_is_refused(house: House) -> None:
    """Production cannot run on keys that were made to be thrown away."""
    without(house, *ALL)
    setup.init(house.environ, "DEMONSTRATION", house.say, NOW)
    with pytest.raises(signer.SignerError, match="demonstration"):
        house.load().infohus()


def test_the_list_of_recipients_begins_with_an_example(house: House) -> None:
    """`check` can be run at once, and says that nobody is there yet."""
    path = house.folder / "recipients" / "recipients.toml"
    path.unlink()
    setup.init(house.environ, "Test", house.say, NOW)
    assert "# [[recipient]]" in path.read_text(encoding="utf-8")
    assert any("0 recipients" in one.what for one in findings(house.load(), house.environ))
