"""The mistakes in a list of recipients, each with its line: told all at once."""

import re
from datetime import date
from pathlib import Path
from typing import Any

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_KNOWN = {"address", "name", "certificate", "test_letter_opened", "recovery", "substitute"}


def mistakes_in(document: dict[str, Any], source: str) -> list[str]:
    entries = document.get("recipient")
    unknown = ((key, rf"\W*{re.escape(key)}\b") for key in document if key != "recipient")
    others = [f"linje {_line(source, pattern)}: ukendt navn {key!r}" for key, pattern in unknown]
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return [*others, "linje 1: mangler [[recipient]]"]
    found = []
    for number, entry in enumerate(entries):
        for key, what in _entry_mistakes(entry):
            found.append(f"linje {_entry_line(source, number, key)}: {what}")
    for number, entry in enumerate(entries):
        if entry in entries[:number]:
            found.append(f"linje {_entry_line(source, number, '')}: står to gange")
    return others + found


def _entry_mistakes(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of the key to point at and what is wrong with it."""
    found = [(key, f"ukendt navn {key!r}") for key in entry if key not in _KNOWN]
    recovery = entry.get("recovery", False)
    found += _truth_mistakes(entry)
    required = ["name", "certificate"] if recovery else ["address", "name", "certificate"]
    found += [("", f"mangler {key}") for key in required if not entry.get(key)]
    if recovery and "address" in entry:
        found.append(("address", "en genskabelsesnøgle får ingen post: fjern address"))
    elif entry.get("address") and not _is_address(entry["address"]):
        found.append(("address", "address er ikke en mailadresse"))
    if entry.get("name") and not isinstance(entry["name"], str):
        found.append(("name", "name er en tekst"))
    if entry.get("certificate") and not _is_file_name(entry["certificate"]):
        found.append(("certificate", "certificate er navnet på en fil i samme mappe"))
    opened = entry.get("test_letter_opened")
    if opened is not None and type(opened) is not date:
        found.append(("test_letter_opened", "test_letter_opened er en dato: 2026-01-31"))
    return found


def _truth_mistakes(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """What is only true or false, and not both true."""
    found = [
        (key, f"{key} er true eller false")
        for key in ("recovery", "substitute")
        if not isinstance(entry.get(key, False), bool)
    ]
    if entry.get("substitute") is entry.get("recovery") is True:
        found.append(("substitute", "en genskabelsesnøgle er ingen stedfortræder"))
    return found


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _is_file_name(value: object) -> bool:
    return isinstance(value, str) and Path(value).name == value


def _line(source: str, pattern: str, start: int = 1) -> int:
    lines = source.splitlines()[start - 1 :]
    found = (at for at, line in enumerate(lines, start) if re.match(pattern, line))
    return next(found, start)


def _entry_line(source: str, number: int, key: str) -> int:
    heads = [
        at
        for at, line in enumerate(source.splitlines(), 1)
        if re.match(r"\s*\[\[\s*recipient\s*\]\]", line)
    ]
    head = heads[number] if number < len(heads) else 1
    return _line(source, rf"\s*{re.escape(key)}\s*=", head) if key else head
