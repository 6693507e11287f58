"""What went wrong with a server, told by kind: our own words and the library's, never the server's.

A server's text may hold an address, or whatever it likes; it is never repeated.
"""

import smtplib
import ssl

from intake.sending.replies import OutOfStep


def kind(trouble: Exception) -> str:
    """The error's class, and its fixed reason where it has one."""
    name = type(trouble).__name__
    reason = _reason(trouble)
    return f"{name}: {reason}" if reason else name


def _reason(trouble: Exception) -> str:
    match trouble:
        case OutOfStep():
            return str(trouble)
        case smtplib.SMTPResponseException():
            return str(trouble.smtp_code)
        case ssl.SSLCertVerificationError():
            return trouble.verify_message
        case ssl.SSLError():
            return trouble.reason or ""
        case OSError():
            return trouble.strerror or ""
    return ""
