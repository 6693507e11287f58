"""Typed tables from a TOML file, with every mistake told at once and by its line.

The types are frozen dataclasses of `str`, `int`, `bool`, `date`, other dataclasses, and tuples of
them. A file must hold exactly their keys. What a type itself finds wrong, once all its values are
of their types, it raises: a `ValueError` with a text for each mistake, which may begin with a key.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")

_TABLE = re.compile(r"\s*\[(\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


class Mistakes(Exception):
    """One line for each mistake in the file."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read(kind: type[Kind], text: str) -> Kind:
    """What the text says, as `kind`. Raises `Mistakes`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Mistakes([f"not TOML: {error}"]) from error
    reader = _Reader(dict(lines_of(text)))
    table = reader.table(kind, tables, "")
    if reader.mistakes:
        raise Mistakes([told for _, told in sorted(reader.mistakes)])
    assert isinstance(table, kind)
    return table


def lines_of(text: str) -> Iterator[tuple[str, int]]:
    """Where each key stands: `contacts.0.name` and its line number."""
    prefix, seen = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if table := _TABLE.match(line):
            name = table[2]
            if table[1]:
                seen[name] = seen.get(name, -1) + 1
                name = f"{name}.{seen[name]}"
            prefix = f"{name}."
            yield name, number
        elif key := _KEY.match(line):
            yield f"{prefix}{key[1]}", number


class _Reader:
    def __init__(self, lines: Mapping[str, int]) -> None:
        self._lines = lines
        self.mistakes: list[tuple[int, str]] = []

    def table(self, kind: type, table: Mapping[str, object], path: str) -> object:
        """One dataclass; None and a mistake when it cannot be made."""
        hints, wanted = get_type_hints(kind), {field.name: field for field in fields(kind)}
        before = len(self.mistakes)
        for name in table.keys() - wanted.keys():
            self._wrong(_under(path, name), "is not a key we know")
        values = dict[str, Any]()
        for name, field in wanted.items():
            if name in table:
                values[name] = self._value(hints[name], table[name], _under(path, name))
            elif field.default is field.default_factory is MISSING:
                self._wrong(_under(path, name), "is missing")
        if len(self.mistakes) > before:
            return None
        try:
            return kind(**values)
        except ValueError as error:
            for told in map(str, error.args):
                key, _, what = told.partition(" ")
                is_key = key.partition(".")[0] in wanted
                self._wrong(*((_under(path, key), what) if is_key else (path, told)))
            return None

    def _value(self, hint: Any, value: object, path: str) -> object:
        if get_origin(hint) is tuple:
            return self._rows(get_args(hint)[0], value, path)
        if is_dataclass(hint):
            if not isinstance(value, dict):
                return self._wrong(path, "must be a table")
            return self.table(hint, value, path)  # type: ignore[arg-type]  # it is a class
        kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
        if type(value) not in kinds:
            names = " or ".join(kind.__name__ for kind in kinds if kind is not NoneType)
            return self._wrong(path, f"must be {names}")
        if isinstance(value, int) and value < 0:
            return self._wrong(path, "must not be less than 0")
        return value

    def _rows(self, kind: type, value: object, path: str) -> object:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            return self._wrong(path, f"must be tables [[{path}]]")
        return tuple(self.table(kind, row, f"{path}.{at}") for at, row in enumerate(value))

    def _wrong(self, path: str, told: str) -> object:
        near = path
        while near and near not in self._lines:
            near = near.rpartition(".")[0]
        line = self._lines.get(near, 0)
        self.mistakes.append((line, f"line {line}: {path} {told}"))
        return None


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
