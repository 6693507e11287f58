"""The service's own two processes, on the demonstration's settings."""

import sys
from threading import Event

from demonstration.orphan import end_with_parent
from demonstration.plan import Plan
from intake.installation import Installation
from intake.operating import forward as forwarding
from intake.operating import notes, run
from intake.sending_half import SendingHalf


def give_phone_codes(plan: Plan) -> None:
    """Put into the outbox, for each coordinator, the letter with their own telephone code."""
    installation = Installation.load(plan.settings(form=True), demonstration=True, clock=plan.clock)
    notes.phone_codes(installation, lambda line: None)
    installation.outbox.close()


def web(plan: Plan, ready: Event) -> None:
    """Serve the form and the built site; `ready` is set when somebody can ask."""
    end_with_parent()
    installation = Installation.load(plan.settings(form=True), demonstration=True, clock=plan.clock)
    sys.exit(run.web(installation, ready.set))


def forward(plan: Plan, ready: Event) -> None:
    """Send what waits to the inbox; `ready` is set when it can."""
    end_with_parent()
    half = SendingHalf.load(plan.settings(mail=True), demonstration=True, clock=plan.clock)
    sys.exit(forwarding.forward(half, ready.set))
