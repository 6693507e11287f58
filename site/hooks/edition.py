"""Which edition is built: the published one, or the one that the municipality walks through.

`SITE_EDITION=review` asks for the second (`make review`). The name does not begin with `INFOHUS_`:
those are the service's settings, and the service refuses to start with one it does not know.
"""

import os

from mkdocs.exceptions import PluginError

EDITIONS = ("published", "review")


def is_review() -> bool:
    """Whether this is the review edition. Raises `PluginError` for an edition we do not know."""
    edition = os.environ.get("SITE_EDITION") or "published"
    if edition not in EDITIONS:
        raise PluginError(f"SITE_EDITION must be one of {', '.join(EDITIONS)}, not {edition}")
    return edition == "review"
