"""The mistakes in a list of recipients, each with its line: told all at once."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from intake.facts import lines_of

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_KNOWN = {
    "address",
    "name",
    "certificate",
    "test_letter_opened",
    "recovery",
    "substitute",
    "phone_code",
}


def mistakes_in(document: dict[str, Any], source: str) -> list[str]:
    """Unknown names first, then what is wrong in each entry, then what stands there twice."""
    lines = dict(lines_of(source))
    unknown = [
        f"linje {lines.get(key, 1)}: ukendt navn {key!r}" for key in document if key != "recipient"
    ]
    entries = document.get("recipient", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return [*unknown, "linje 1: mangler [[recipient]]"]
    heads = [lines.get(f"recipient.{number}", 1) for number in range(len(entries))]
    wrong = [
        f"linje {lines.get(f'recipient.{number}.{key}', heads[number])}: {what}"
        for number, entry in enumerate(entries)
        for key, what in _entry_mistakes(entry)
    ]
    twice = [
        f"linje {heads[number]}: står to gange"
        for number, entry in enumerate(entries)
        if entry in entries[:number]
    ]
    return unknown + wrong + twice


def _entry_mistakes(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Pairs of the key to point at and what is wrong with it."""
    mistakes = [(key, f"ukendt navn {key!r}") for key in entry if key not in _KNOWN]
    recovery = entry.get("recovery", False)
    mistakes += _truth_mistakes(entry)
    mistakes += _number_mistakes(entry)
    required = ["name", "certificate"] if recovery else ["address", "name", "certificate"]
    mistakes += [("", f"mangler {key}") for key in required if not entry.get(key)]
    if recovery and "address" in entry:
        mistakes.append(("address", "en genskabelsesnøgle får ingen post: fjern address"))
    elif entry.get("address") and not _is_address(entry["address"]):
        mistakes.append(("address", "address er ikke en mailadresse"))
    if entry.get("name") and not isinstance(entry["name"], str):
        mistakes.append(("name", "name er en tekst"))
    if entry.get("certificate") and not _is_file_name(entry["certificate"]):
        mistakes.append(("certificate", "certificate er navnet på en fil i samme mappe"))
    opened = entry.get("test_letter_opened")
    if opened is not None and type(opened) is not date:
        mistakes.append(("test_letter_opened", "test_letter_opened er en dato: 2026-01-31"))
    return mistakes


def _truth_mistakes(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """What is only true or false, and not both true."""
    mistakes = [
        (key, f"{key} er true eller false")
        for key in ("recovery", "substitute")
        if not isinstance(entry.get(key, False), bool)
    ]
    if entry.get("substitute") is entry.get("recovery") is True:
        mistakes.append(("substitute", "en genskabelsesnøgle er ingen stedfortræder"))
    return mistakes


def _number_mistakes(entry: dict[str, Any]) -> list[tuple[str, str]]:
    number = entry.get("phone_code", 1)
    if type(number) is int and number >= 0:
        return []
    return [("phone_code", "phone_code er et helt tal: 0 for ingen kode, ellers 1, 2, 3")]


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _is_file_name(value: object) -> bool:
    return isinstance(value, str) and Path(value).name == value
