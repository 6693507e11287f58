"""The hooks, loaded as MkDocs loads them: `site/` is a folder of files, not a package."""

import importlib
import sys
from typing import Any

from tests.places import ROOT

_FOLDER = str(ROOT / "site" / "hooks")
if _FOLDER not in sys.path:
    sys.path.append(_FOLDER)

blocks: Any = importlib.import_module("blocks")
cards: Any = importlib.import_module("cards")
display: Any = importlib.import_module("display")
drawing: Any = importlib.import_module("drawing")
facts: Any = importlib.import_module("facts")
figures: Any = importlib.import_module("figures")
finish: Any = importlib.import_module("finish")
icons: Any = importlib.import_module("icons")
pairs: Any = importlib.import_module("pairs")
search_index: Any = importlib.import_module("search_index")
tokens: Any = importlib.import_module("tokens")
