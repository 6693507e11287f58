"""The municipality's file as it may be later: with every question answered, or with none."""

import re

ANSWERS = {
    "url": '"https://svar.example/"',
    "security_contact": '"mailto:svar@svar.example"',
    "dpia_date": '"2026-10-01"',
    "open": "true",
    "monitored": "true",
}
"""What fits where not every text does; all others are answered with a text."""
UNANSWERED = re.compile(r"""(?m)^(\w+) = \{ value = ("[^"]*"|true|false), (.*)answered = "",""")
ANSWERED = re.compile(r'answered = "\d{4}-\d\d-\d\d"')


def answered(text: str) -> str:
    """Every question answered; a proposal is the answer where there is one."""

    def answer(found: re.Match[str]) -> str:
        name, value, between = found.groups()
        if value in ('""', "false"):
            value = ANSWERS.get(name, '"Svar fra kommunen"')
        return f'{name} = {{ value = {value}, {between}answered = "2026-11-01",'

    return UNANSWERED.sub(answer, text)


def unanswered(text: str) -> str:
    """No question answered; what was an answer stands there as a proposal."""
    return ANSWERED.sub('answered = ""', text)
