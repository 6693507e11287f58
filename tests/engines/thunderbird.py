"""Debian's Thunderbird on a screen that nobody sees: opens a letter, and says what it shows."""

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.engines.firefox import Firefox, line_to
from tests.engines.screen import screen
from tests.openssl import openssl

GOOD = 0
"""Of `nsICMSMessageErrors`: nothing is wrong with the signature, or with the encryption."""
WORD = "word"
BEGUN = ", modtaget "
"""In the first line of a letter, and in no subject: its text is there."""
PREFERENCES: dict[str, str | int | bool] = {
    "marionette.port": 0,
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.account1.server": "server1",
    "mail.server.server1.type": "none",
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.userName": "nobody",
    "mail.server.server1.name": "Local Folders",
    "mail.server.server1.directory-rel": "[ProfD]Mail/Local Folders",
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "datareporting.policy.dataSubmissionEnabled": False,
}
RUN = """const done = arguments[arguments.length - 1], given = arguments;
(async () => { %s })().then(done, fault => done("fault: " + fault));"""
TRUST = """const certificates =
  Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
certificates.addCertFromBase64(given[0], ",C,");
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(given[1]);
return certificates.importPKCS12File(file, given[2]);"""
OPEN = """const { MailServices } =
  ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const folder = MailServices.accounts.localFoldersServer.rootFolder.getChildNamed("Inbox");
folder.QueryInterface(Ci.nsIMsgLocalMailFolder);
const pause = () => new Promise(resolve => setTimeout(resolve, 200));
const calendar = async page => {
  const shown = () => [...page.querySelectorAll("#imip-bar, #imip-view-toolbar [id]")]
    .filter(part => part.checkVisibility()).map(part => part.id);
  for (let turns = 0; turns < 50 && shown().length < 2; turns += 1) await pause();
  await pause();
  return shown();
};
for (;;) {
  let letters = [];
  try {
    folder.getDatabaseWithReparse(null, null);
    letters = [...folder.messages];
  } catch { /* the folder is being read */ }
  if (letters.length) {
    MailUtils.openMessageInNewWindow(letters[0]);
    break;
  }
  await pause();
}
for (;;) {
  for (const each of Services.wm.getEnumerator(null)) {
    const page = each.document.getElementById("messageBrowser")?.contentWindow;
    const body = page?.document.getElementById("messagepane")?.contentDocument?.body;
    if (page?.gSignatureStatus > -1 && body?.innerText.includes(given[0])) {
      return {
        signature: page.gSignatureStatus,
        encryption: page.gEncryptionStatus,
        subject: page.document.getElementById("expandedsubjectBox").textContent,
        files: [...page.currentAttachments].map(file => file.name),
        text: body.innerText,
        calendar: await calendar(page.document),
      };
    }
  }
  await pause();
}"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What Thunderbird shows of a letter."""

    signature: int
    encryption: int
    subject: str
    files: list[str]
    text: str
    calendar: list[str]
    """Parts of the bar by which an invitation is answered, as far as they are shown."""


def opened(folder: Path, mail: bytes, reader: tuple[bytes, bytes], trusted: bytes) -> Seen:
    """One mail, opened by a coordinator (key and certificate) who trusts this authority; PEM."""
    (folder / "key").write_bytes(reader[0])
    (folder / "certificate").write_bytes(reader[1])
    box = ("-inkey", str(folder / "key"), "-in", str(folder / "certificate"))
    (folder / "box.p12").write_bytes(openssl("pkcs12", "-export", "-passout", f"pass:{WORD}", *box))
    authority = x509.load_pem_x509_certificate(trusted).public_bytes(Encoding.DER)
    with _running(folder, mail) as window:
        _run(window, TRUST, base64.b64encode(authority).decode(), str(folder / "box.p12"), WORD)
        return Seen(**_run(window, OPEN, BEGUN))


def _run(window: Firefox, body: str, *given: str) -> Any:
    found = window.does("WebDriver:ExecuteAsyncScript", script=RUN % body, args=given)
    assert not str(found).startswith("fault: "), found
    return found


@contextmanager
def _running(folder: Path, mail: bytes) -> Iterator[Firefox]:
    profile = folder / "profile"
    inbox = profile / "Mail" / "Local Folders" / "Inbox"
    inbox.parent.mkdir(parents=True)
    inbox.write_bytes(b"From - Thu Nov 26 12:00:00 2026\r\n" + mail + b"\r\n")
    lines = (
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
        for name, value in PREFERENCES.items()
    )
    (profile / "user.js").write_text("".join(lines))
    command = ["thunderbird", "--marionette", "-remote-allow-system-access", "--no-remote"]
    with screen() as display, (folder / "log").open("wb") as log:
        environ = os.environ | {"HOME": str(folder), "DISPLAY": display}
        process = subprocess.Popen(
            [*command, "--profile", str(profile)], env=environ, stdout=log, stderr=log
        )
        try:
            with line_to(profile / "MarionetteActivePort") as line, line.makefile("rwb") as talk:
                window = Firefox(talk)
                window.does("Marionette:SetContext", value="chrome")
                window.does("WebDriver:SetTimeouts", script=80_000)
                yield window
        finally:
            process.kill()
            process.wait(60)
