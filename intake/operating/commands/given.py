"""A command on the installation that the environment describes, with the half it needs."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from intake.operating.mistakes import told
from intake.settings import Settings

Half = TypeVar("Half")


def given(
    load: Callable[[Settings], Half], *, form: bool = False, mail: bool = False
) -> Callable[[Callable[..., int]], Callable[..., None]]:
    """What is loaded comes first; `form` and `mail` say whose settings and secrets are read."""

    def of(work: Callable[..., int]) -> Callable[..., None]:
        @wraps(work)
        def on_half(**more: Any) -> int:
            return work(load(Settings.from_env(os.environ, form=form, mail=mail)), **more)

        return told(on_half)

    return of
