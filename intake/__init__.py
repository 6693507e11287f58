"""Infohus intake: receives a concern, seals it for the coordinators, and forwards it.

All but empty on purpose: the site's build imports single modules of this package without Flask.
"""

VERSION = "1.0.0"
"""The project's, as `pyproject.toml` has it."""
