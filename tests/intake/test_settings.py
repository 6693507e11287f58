"""The settings of an installation: all there, or every mistake at once."""

from pathlib import Path

import pytest

from intake.settings import Settings, SettingsError

KEY = "k" * 40


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A whole installation."""
    for name in ("municipality.toml", "signing-key", "signing-certificate", "password", "ca"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "draft-keys").write_text(f"{KEY}1\n{KEY}2\n", encoding="utf-8")
    (tmp_path / "digest-key").write_text(f"{KEY}\n", encoding="utf-8")
    (tmp_path / "recipients").mkdir()
    values = {
        "MUNICIPALITY": tmp_path / "municipality.toml",
        "DATABASE": "sqlite:////tmp/outbox.sqlite",
        "SENDER": "infohus@example.dk",
        "ORIGIN": "https://infohus.example",
        "LISTEN": "127.0.0.1:8000",
        "RECIPIENTS": tmp_path / "recipients",
        "SIGNING_KEY_FILE": tmp_path / "signing-key",
        "SIGNING_CERTIFICATE_FILE": tmp_path / "signing-certificate",
        "DRAFT_KEYS_FILE": tmp_path / "draft-keys",
        "DIGEST_KEY_FILE": tmp_path / "digest-key",
        "SMTP_HOST": "mail.example",
        "SMTP_PORT": "587",
        "SMTP_SECURITY": "starttls",
        "SMTP_USER": "infohus",
        "SMTP_PASSWORD_FILE": tmp_path / "password",
        "SMTP_CA_FILE": tmp_path / "ca",
    }
    return {f"INFOHUS_{name}": str(value) for name, value in values.items()}


def test_a_whole_installation_is_read(environ: dict[str, str]) -> None:
    """Both halves, secrets from their files, draft keys in their order."""
    settings = Settings.from_env(environ | {"PATH": "/bin"}, form=True, mail=True)
    assert settings.form is not None
    assert settings.mail is not None
    assert settings.form.draft_keys == (f"{KEY}1".encode(), f"{KEY}2".encode())
    assert (settings.form.listen.host, settings.form.listen.port) == ("127.0.0.1", 8000)
    assert settings.mail.password == "x"
    assert settings.alarm_command == ()
    assert (settings.backups, settings.pg_dump) == (None, "pg_dump")


def test_the_forwarder_needs_no_secret_of_the_form(environ: dict[str, str]) -> None:
    """Least privilege: the sending half is given nothing it could read letters with."""
    for name in ("SIGNING_KEY_FILE", "DRAFT_KEYS_FILE", "DIGEST_KEY_FILE", "ORIGIN", "LISTEN"):
        del environ[f"INFOHUS_{name}"]
    assert Settings.from_env(environ, mail=True).form is None


def test_nothing_at_all_names_everything(environ: dict[str, str]) -> None:
    """Whoever starts with an empty file sees the whole list."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({}, form=True, mail=True)
    optional = ("SMTP_USER", "SMTP_PASSWORD_FILE", "SMTP_CA_FILE")
    needed = {name for name in environ if not name.endswith(optional)}
    assert {told.split()[0] for told in caught.value.args} == needed


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ORIGIN", "http://infohus.example", "https"),
        ("ORIGIN", "https://infohus.example/", "https"),
        ("ORIGIN", "https://user:word@infohus.example", "https"),
        ("ALARM_COMMAND", "README.md", "full path"),
        ("LISTEN", "8000", "host:port"),
        ("LISTEN", "127.0.0.1:http", "port"),
        ("LISTEN", "unix:run/web.sock", "full path"),
        ("SMTP_PORT", "70000", "port"),
        ("SENDER_READ", "2. november", "date"),
        ("TRUSTED_PROXY", "caddy", "IP address"),
        ("OPS_LISTEN", "0.0.0.0:9000", "this machine only"),
        ("DATABASE", "mysql://x", "sqlite:///"),
        ("DATABASE", "sqlite:////nowhere/at/all/outbox.sqlite", "not there"),
        ("BACKUPS", "/nowhere/at/all", "not there"),
        ("PG_DUMP", "pg_dump", "full path"),
        ("SMTP_SECURITY", "none", "starttls"),
        ("SENDER", "infohus", "address"),
        ("SENDER", "a@b\r\nBcc: c@d", "address"),
        ("RECIPIENTS", "/nowhere/at/all", "not there"),
        ("DIGEST_KEY_FILE", "/nowhere/at/all", "cannot be read"),
        ("ALARM_COMMAND", "ring me", "full path"),
        ("ALARM_COMMAND", '"ring', "cannot be read"),
        ("SMPT_HOST", "mail", "not a setting"),
    ],
)
def test_a_wrong_value_is_named(environ: dict[str, str], name: str, value: str, told: str) -> None:
    """With the setting's name and what it must be."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ | {f"INFOHUS_{name}": value}, form=True, mail=True)
    assert len(caught.value.args) == 1
    assert f"INFOHUS_{name} " in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize("listen", ["systemd", "unix:/run/infohus/web.sock"])
def test_whoever_may_open_the_unix_socket_is_the_proxy(
    environ: dict[str, str], listen: str
) -> None:
    """No address says who asks there: the file's mode does."""
    given = environ | {"INFOHUS_LISTEN": listen, "INFOHUS_TRUSTED_PROXY": "192.0.2.9"}
    form = Settings.from_env(given, form=True).form
    assert form is not None
    assert (form.listen.is_unix, form.trusted_proxy) == (True, "localhost")
    assert form.listen.path == ("" if listen == "systemd" else "/run/infohus/web.sock")


def test_a_user_without_a_password_is_named(environ: dict[str, str]) -> None:
    """Else the login would be tried without one."""
    del environ["INFOHUS_SMTP_PASSWORD_FILE"]
    with pytest.raises(SettingsError, match="INFOHUS_SMTP_USER needs INFOHUS_SMTP_PASSWORD_FILE"):
        Settings.from_env(environ, mail=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_password_may_have_danish_letters(
    environ: dict[str, str], tmp_path: Path, encoding: str
) -> None:
    """As an editor writes them, with or without a mark at the beginning."""
    (tmp_path / "password").write_bytes("blåbærgrød\r\n".encode(encoding))
    settings = Settings.from_env(environ, mail=True)
    assert settings.mail is not None
    assert settings.mail.password == "blåbærgrød"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_password_file_that_is_not_utf_8_is_named(
    environ: dict[str, str], tmp_path: Path, encoding: str
) -> None:
    """With what to do, and without a word of the password."""
    (tmp_path / "password").write_bytes("blåbærgrød\n".encode(encoding))
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ, mail=True)
    assert caught.value.args == (
        "INFOHUS_SMTP_PASSWORD_FILE names a file that is not UTF-8: save it anew as UTF-8",
    )


def test_a_short_or_missing_key_is_named(environ: dict[str, str], tmp_path: Path) -> None:
    """A key that can be guessed protects nothing."""
    (tmp_path / "draft-keys").write_text("short\n", encoding="utf-8")
    (tmp_path / "digest-key").write_text("\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environ, form=True)
    assert [told.split()[0] for told in caught.value.args] == [
        "INFOHUS_DRAFT_KEYS_FILE",
        "INFOHUS_DIGEST_KEY_FILE",
    ]


def test_secrets_are_not_shown(environ: dict[str, str]) -> None:
    """A traceback that prints settings must not print keys."""
    assert KEY not in repr(Settings.from_env(environ, form=True, mail=True))
