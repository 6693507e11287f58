"""The texts of one language by key. An unknown key is a mistake of ours and raises."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from intake.facts.municipality.decisions import Loop

TRANSLATIONS = Path(__file__).parents[1] / "translations"


class Texts:
    """`texts["page.title"]`, with the keys of nested tables joined by dots."""

    def __init__(self, tables: Mapping[str, object]) -> None:
        self._texts = dict(flat(tables))

    def __getitem__(self, key: str) -> str:
        return self._texts[key]

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def over(self, below: "Texts") -> "Texts":
        """These, and below them others for what is not said here."""
        return Texts(below._texts | self._texts)

    def under(self, key: str) -> "Texts":
        """Those of the table of this name, by the rest of their keys."""
        start = f"{key}."
        return Texts(
            {
                name[len(start) :]: text
                for name, text in self._texts.items()
                if name.startswith(start)
            }
        )

    def get_filled(self, key: str, **values: object) -> str:
        """The text with its `{placeholders}` filled."""
        return self._texts[key].format(**values)

    def worded(self, loop: Loop) -> "Texts":
        """With the wordings that are true at this step of the closed loop.

        `from_acknowledge.a.b` is said for `a.b` once letters wait for a human, `from_status.a.b`
        once reporters are given a code, `from_questions.a.b` once they can be asked.
        """
        worded = Texts({})
        worded._texts = dict(self._texts)
        for step, is_reached in (
            ("acknowledge", loop.is_on),
            ("status", loop.gives_codes),
            ("questions", loop.asks),
        ):
            start = f"from_{step}."
            wordings = {key for key in self._texts if key.startswith(start)}
            for key in wordings if is_reached else ():
                worded._texts[key.removeprefix(start)] = self._texts[key]
        return worded


def load(name: str) -> Texts:
    """The texts in `translations/NAME.toml`."""
    return read(TRANSLATIONS / f"{name}.toml")


def is_there(name: str) -> bool:
    """Whether somebody has written these texts."""
    return (TRANSLATIONS / f"{name}.toml").is_file()


def read(path: Path) -> Texts:
    """The texts in this file."""
    return Texts(tomllib.loads(path.read_text(encoding="utf-8")))


def flat(tables: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """Pairs of dotted key and text."""
    for key, value in tables.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", str(value)
