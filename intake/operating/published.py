"""Whether the published pages were built from the file of facts that the service reads.

The built site carries the fingerprint of its file, so that what a page promises and what the
service does (`[loop]`) cannot part unseen.
"""

from collections.abc import Iterator

from intake.facts import FINGERPRINT, fingerprint_of_facts
from intake.installation import Installation


def findings(installation: Installation) -> Iterator[tuple[str, str]]:
    """What is not as it must be, and its cure; nothing where no folder of a site is named."""
    folder, facts = installation.form.site, installation.settings.municipality
    if folder is None:
        return
    try:
        built_from = (folder / FINGERPRINT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        built_from = ""
    if built_from != fingerprint_of_facts(facts):
        yield (
            f"the site in {folder} was not built from {facts} as it is now",
            "publish the site anew and restart the service: see the handbook, The site",
        )
