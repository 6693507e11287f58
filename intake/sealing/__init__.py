"""From a letter to bytes that nobody in this service can open.

What stays true: signed and encrypted in memory, to every certificate that is usable at that second;
there is no path in clear.
"""

from intake.sealing.authority import Authority
from intake.sealing.certificates import Certified, Reason, read, validity
from intake.sealing.outside import Outside
from intake.sealing.people import People
from intake.sealing.recipients import Recipient, RecipientsError, Trouble, count_keys, usable
from intake.sealing.request import KEYS as SIGNING_KEYS
from intake.sealing.request import request as request_for
from intake.sealing.sealer import NoUsableRecipient, Sealer, Write
from intake.sealing.signer import Signer, SignerError
from intake.sealing.signer import load as read_signer

__all__ = [
    "SIGNING_KEYS",
    "Authority",
    "Certified",
    "NoUsableRecipient",
    "Outside",
    "People",
    "Reason",
    "Recipient",
    "RecipientsError",
    "Sealer",
    "Signer",
    "SignerError",
    "Trouble",
    "Write",
    "count_keys",
    "read",
    "read_signer",
    "request_for",
    "usable",
    "validity",
]
