"""Chromium 87 behind a line of JSON: run by the system's Python, which has Debian's Qt WebEngine.

Each line that comes is `[verb, ...arguments]`; each line that goes is `[fault, answer]`. A press is
a press of the mouse, a sign a key: nothing is done to the page that a hand could not do.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import QEvent, QEventLoop, QPoint, QSocketNotifier, Qt, QTimer, QUrl, pyqtSignal
from PyQt5.QtGui import QInputMethodEvent, QKeyEvent
from PyQt5.QtTest import QTest
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineProfile, QWebEngineView
from PyQt5.QtWidgets import QApplication

LONGEST_MS = 20_000
LAST_KEY = "\uffff"


class Page(QWebEnginePage):  # type: ignore[misc]
    """A page that stays when it asks, and tells that it asked."""

    asks = pyqtSignal()

    def javaScriptConfirm(self, origin: QUrl, message: str) -> bool:  # noqa: N802 Qt's name
        self.asks.emit()
        return False


class Driver:
    """One window with one page."""

    def __init__(self) -> None:
        self.view = QWebEngineView()
        self.page = Page(QWebEngineProfile(self.view), self.view)
        self.view.setPage(self.page)
        self.view.resize(400, 800)
        self.view.show()

    def opens(self, address: str) -> bool:
        """Whether the page came."""
        came: list[bool] = []
        loop = QEventLoop()
        self.page.loadFinished.connect(came.append)
        self.page.loadFinished.connect(loop.quit)
        self.page.load(QUrl(address))
        self._waits(loop)
        return came[:1] == [True]

    def runs(self, function: str, *values: Any) -> Any:
        """What the function returns in the page; None also while a page is on its way."""
        told: list[str | None] = []
        loop = QEventLoop()

        def ends(found: str | None) -> None:
            told.append(found)
            loop.quit()

        script = f"JSON.stringify([({function})(...{json.dumps(values)})])"
        self.page.runJavaScript(script, ends)
        if not told:
            self._waits(loop)
        return json.loads(told[0])[0] if told and told[0] else None

    def presses(self, x: int, y: int) -> None:
        """The mouse at a place of the page."""
        QTest.mouseClick(self.view.focusProxy(), Qt.LeftButton, Qt.NoModifier, QPoint(x, y))

    def types(self, text: str) -> None:
        """Key by key, into what has the focus; a sign that no key holds comes as from a phone's."""
        for sign in text:
            if sign > LAST_KEY:
                sent = QInputMethodEvent()
                sent.setCommitString(sign)
                QApplication.sendEvent(self.view.focusProxy(), sent)
                continue
            for kind in (QEvent.KeyPress, QEvent.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.NoModifier, sign)
                QApplication.sendEvent(self.view.focusProxy(), key)

    def closes(self) -> bool:
        """Press the cross of the window; whether it would close, or else the page asked first."""
        agreed: list[bool] = []
        loop = QEventLoop()

        def ends() -> None:
            agreed.append(True)
            loop.quit()

        self.page.windowCloseRequested.connect(ends)
        self.page.asks.connect(loop.quit)
        self.page.triggerAction(QWebEnginePage.RequestClose)
        self._waits(loop)
        return bool(agreed)

    def _waits(self, loop: QEventLoop) -> None:
        QTimer.singleShot(LONGEST_MS, loop.quit)
        loop.exec_()


def main() -> None:
    """Serve until the line ends."""
    app = QApplication([sys.argv[0], "--no-sandbox", "--disable-gpu"])
    driver = Driver()
    verbs: dict[str, Callable[..., Any]] = {
        "opens": driver.opens,
        "runs": driver.runs,
        "presses": driver.presses,
        "types": driver.types,
        "closes": driver.closes,
    }

    def serve() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        verb, *values = json.loads(line)
        print(json.dumps(verbs[verb](*values)), flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Read)
    notifier.activated.connect(serve)
    app.exec_()


main()
