"""The hooks, loaded as MkDocs loads them: `site/` is a folder of files, not a package."""

import importlib
import sys
from typing import Any

from tests.places import ROOT

for _folder in (ROOT / "site", ROOT / "site" / "hooks"):
    if str(_folder) not in sys.path:
        sys.path.append(str(_folder))

blocks: Any = importlib.import_module("blocks")
drawing: Any = importlib.import_module("drawing")
facts: Any = importlib.import_module("facts")
figures: Any = importlib.import_module("figures")
finish: Any = importlib.import_module("finish")
marks: Any = importlib.import_module("marks")
pairs: Any = importlib.import_module("pairs")
tokens: Any = importlib.import_module("tokens")
