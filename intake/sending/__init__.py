"""Sealed letters go to the mail server: at least once, over TLS to a verified name, or not at all.

What stays true: this half can never read; a letter refused for good is held for a human.
"""

from intake.sending.forwarder import Forwarder
from intake.sending.patience import LAST_DAYS, Patience
from intake.sending.retry import SERVER_LONGEST
from intake.sending.smtp import SmtpDelivery, SmtpServer

__all__ = [
    "LAST_DAYS",
    "SERVER_LONGEST",
    "Forwarder",
    "Patience",
    "SmtpDelivery",
    "SmtpServer",
]
