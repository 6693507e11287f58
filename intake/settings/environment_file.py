"""The environment file as systemd reads it (systemd.exec, EnvironmentFile=), and nothing else.

A shell reads `$`, `&` and a second word otherwise: the operator's command would run with other
settings than the units. The states are those of systemd's own parser (`env-file.c`).
"""

from enum import Enum, auto
from pathlib import Path

_BLANKS, _ENDS, _COMMENTS = " \t\n\r", "\n\r", "#;"
_ESCAPED_IN_QUOTES = '"\\`$'


class _At(Enum):
    LINE = auto()
    NAME = auto()
    BEFORE = auto()
    """Before a value, or between its pieces."""
    VALUE = auto()
    ESCAPE = auto()
    SINGLE = auto()
    DOUBLE = auto()
    DOUBLE_ESCAPE = auto()
    COMMENT = auto()
    COMMENT_ESCAPE = auto()


def read_environment(path: Path) -> dict[str, str]:
    """Names and values; of a name that stands twice, the last. Raises `OSError`, `ValueError`."""
    parser = _Parser()
    for sign in path.read_text(encoding="utf-8-sig"):
        parser.take(sign)
    return parser.ends()


class _Parser:
    """Takes one sign at a time."""

    def __init__(self) -> None:
        self.settings: dict[str, str] = {}
        self._at = _At.LINE
        self._name = self._value = self._blanks = ""
        """`_blanks`: at the end of a value they do not belong to it, in its middle they do."""

    def take(self, sign: str) -> None:
        """What a sign means is told by the state that the signs before it led to."""
        steps = {
            _At.LINE: self._line,
            _At.NAME: self._in_name,
            _At.BEFORE: self._before,
            _At.VALUE: self._in_value,
            _At.ESCAPE: self._escape,
            _At.SINGLE: self._single,
            _At.DOUBLE: self._double,
            _At.DOUBLE_ESCAPE: self._double_escape,
            _At.COMMENT: self._comment,
            _At.COMMENT_ESCAPE: self._comment_escape,
        }
        self._at = steps[self._at](sign)

    def ends(self) -> dict[str, str]:
        """A last line without an end, or a quote left open, ends with the file."""
        if self._at not in (_At.LINE, _At.NAME, _At.COMMENT, _At.COMMENT_ESCAPE):
            self._end()
        return self.settings

    def _line(self, sign: str) -> _At:
        if sign in _COMMENTS:
            return _At.COMMENT
        if sign in _BLANKS:
            return _At.LINE
        self._name, self._value, self._blanks = sign, "", ""
        return _At.NAME

    def _in_name(self, sign: str) -> _At:
        if sign in _ENDS:
            return _At.LINE
        if sign == "=":
            return _At.BEFORE
        self._name += sign
        return _At.NAME

    def _before(self, sign: str) -> _At:
        if sign in _ENDS:
            return self._end()
        quoted = {"'": _At.SINGLE, '"': _At.DOUBLE, "\\": _At.ESCAPE}.get(sign)
        if quoted:
            return quoted
        return _At.BEFORE if sign in _BLANKS else self._add(sign)

    def _in_value(self, sign: str) -> _At:
        if sign in _ENDS:
            return self._end()
        if sign == "\\":
            self._add("")
            return _At.ESCAPE
        if sign in _BLANKS:
            self._blanks += sign
            return _At.VALUE
        return self._add(sign)

    def _escape(self, sign: str) -> _At:
        return self._add("" if sign in _ENDS else sign)

    def _single(self, sign: str) -> _At:
        if sign == "'":
            return _At.BEFORE
        self._add(sign)
        return _At.SINGLE

    def _double(self, sign: str) -> _At:
        if sign in '"\\':
            return _At.BEFORE if sign == '"' else _At.DOUBLE_ESCAPE
        self._add(sign)
        return _At.DOUBLE

    def _double_escape(self, sign: str) -> _At:
        if sign != "\n":
            self._add(sign if sign in _ESCAPED_IN_QUOTES else "\\" + sign)
        return _At.DOUBLE

    def _comment(self, sign: str) -> _At:
        if sign == "\\":
            return _At.COMMENT_ESCAPE
        return _At.LINE if sign in _ENDS else _At.COMMENT

    def _comment_escape(self, sign: str) -> _At:
        return _At.COMMENT

    def _add(self, signs: str) -> _At:
        self._value += self._blanks + signs
        self._blanks = ""
        return _At.VALUE

    def _end(self) -> _At:
        self.settings[self._name.strip()] = self._value
        return _At.LINE
