"""The nightly script on a copy of a machine: both files, by root with one right, for root alone."""

import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.packages import installs
from tests.deploy.copied import Copy, copied
from tests.intake.outbox.history import asked

pytestmark = pytest.mark.audit
KEPT = "/var/backups/infohus"
AS_ITS_UNIT = "setpriv --inh-caps=-all --bounding-set=-all,+dac_override --no-new-privs"
"""The capabilities of `infohus-backup.service`; its other locks are tried under systemd."""


@pytest.fixture
def machine(tmp_path: Path, package: Path) -> Iterator[Copy]:
    """One infohus, by the package, and its database."""
    with copied(tmp_path) as copy:
        installs(copy, package)
        made = copy.does("infohus init")
        assert made.returncode == 0, made.stdout + made.stderr
        yield copy


def test_settings_and_letters_are_saved_apart(machine: Copy) -> None:
    """A second night, or a second time, leaves one pair a day; what it saved can be opened."""
    for _ in range(2):
        done = machine.does(f"{AS_ITS_UNIT} sh /opt/infohus/deploy/backup.sh")
        assert done.returncode == 0, done.stdout + done.stderr
    kept = machine.at(KEPT)
    (settings,) = kept.glob("settings-*.tar.gz")
    (letters,) = kept.glob("outbox-*.sqlite")
    assert {path.name for path in kept.iterdir()} == {
        settings.name,
        letters.name,
        "enabled-units",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.iterdir()} == {0o600}
    with tarfile.open(settings) as archive:
        assert "etc/infohus/secrets/signing-key.pem" in archive.getnames()
    assert len(asked(f"sqlite:///{letters}", "SELECT version_num FROM alembic_version")) == 1
