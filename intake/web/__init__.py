"""The form on the line: one address in each language, no cookie, no session, no trace.

What stays true: views only validate, accept and show; HTML stands in templates; every answer
carries the security headers.
"""

from intake.web.app import create_app
from intake.web.assets import STATIC
from intake.web.body import LONGEST_BODY
from intake.web.headers import NO_STORE, SECURITY_HEADERS
from intake.web.infohus import Infohus
from intake.web.site import with_site

__all__ = [
    "LONGEST_BODY",
    "NO_STORE",
    "SECURITY_HEADERS",
    "STATIC",
    "Infohus",
    "create_app",
    "with_site",
]
