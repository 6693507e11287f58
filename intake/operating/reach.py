"""Whether the mail server can be used, and takes mail for everybody we write to."""

from collections.abc import Iterable, Iterator

from intake.message import PermanentFailure, TemporaryFailure, Unreachable
from intake.sending.smtp import SmtpDelivery

CURES = {
    "SSLCertVerificationError": "the certificate is not believed: compare INFOHUS_SMTP_HOST with "
    "the name in it, and set INFOHUS_SMTP_CA_FILE when the authority is your own",
    "SMTPAuthenticationError": "see INFOHUS_SMTP_USER and the password's file",
    "SMTPNotSupportedError": "the server offers no STARTTLS or no login: nothing is sent in clear",
}
"""By the name of the error; for all others the general one."""
GENERAL_CURE = "see INFOHUS_SMTP_HOST, _PORT and _SECURITY, and whether a firewall is between"


def refused(delivery: SmtpDelivery, addresses: Iterable[str]) -> Iterator[tuple[str, str]]:
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
    except Unreachable as trouble:
        yield f"the mail server cannot be used ({trouble})", CURES.get(str(trouble), GENERAL_CURE)
    finally:
        delivery.close()
