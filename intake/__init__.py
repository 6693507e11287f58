"""Infohus intake: receives a concern, seals it for the coordinators, and forwards it.

Empty on purpose: the site's build imports single modules of this package without Flask.
"""
