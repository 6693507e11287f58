"""Whether the mail server can be used, and takes mail for everybody we write to."""

from collections.abc import Iterable, Iterator

from intake.message import PermanentFailure, TemporaryFailure, Unreachable
from intake.operating.ends import ending
from intake.sending import SmtpDelivery

_CA = "set INFOHUS_SMTP_CA_FILE to the certificate of the authority that signed the server's"
_NAME = "INFOHUS_SMTP_HOST must be a name that stands in the server's certificate"
_STRICT = (
    "Python 3.13 and newer hold certificates to RFC 5280: have the authority make its own anew "
    "with key usage and key identifiers, and then the server's"
)
_LOGIN = "see INFOHUS_SMTP_USER and the password's file"
_ROAD = "see INFOHUS_SMTP_HOST, _PORT and _SECURITY, and whether a firewall is between"
CURES = {
    "unable to get local issuer": _CA,
    "self-signed certificate": _CA,
    "Hostname mismatch": _NAME,
    "IP address mismatch": _NAME,
    "certificate has expired": "the server needs a new certificate, or our clock is wrong",
    "certificate is not yet valid": "see whether our clock is right",
    "key usage": _STRICT,
    "Key Identifier": _STRICT,
    "WRONG_VERSION_NUMBER": "the server speaks no TLS there: see INFOHUS_SMTP_PORT and _SECURITY",
    "SMTPAuthenticationError": _LOGIN,
    "login wanted": _LOGIN,
    "SMTPNotSupportedError": "the server offers no STARTTLS or no login: nothing is sent in clear",
    "sender refused": "ask whoever runs the mail server to let us send as INFOHUS_SENDER",
    "gaierror": "the name is not found: see INFOHUS_SMTP_HOST and this machine's name servers",
    "ConnectionRefusedError": _ROAD,
    "TimeoutError": _ROAD,
    "Network is unreachable": _ROAD,
    "No route to host": _ROAD,
}
"""By words of the library and of ours; for all others we know no cure, and say so."""
UNKNOWN = "we know no more than these words: show them to whoever runs the mail server"


def cure(trouble: str) -> str:
    """What to do about a server that cannot be used."""
    return next((told for words, told in CURES.items() if words in trouble), UNKNOWN)


def findings(
    delivery: SmtpDelivery, addresses: Iterable[str], now: int
) -> Iterator[tuple[str, str]]:
    """What is wrong and its cure, one pair for the server or for each address."""
    try:
        for address in addresses:
            try:
                delivery.ask(address)
            except Unreachable:
                raise
            except PermanentFailure:
                yield (
                    f"{address}: the mail server will not take mail for it",
                    "compare the address with whoever runs the mail server",
                )
            except TemporaryFailure as failure:
                yield f"{address}: the mail server hesitates ({failure})", "ask it again later"
        yield from ending("the mail server", delivery.certificate(), now)
    except Unreachable as trouble:
        yield f"the mail server cannot be used ({trouble})", cure(str(trouble))
    finally:
        delivery.close()
