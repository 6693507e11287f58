"""One request of one person: what came, what can be believed, and the first thing wrong with it."""

from dataclasses import dataclass, replace

from flask import Request

from intake.accepting import Refusal, is_cross_site
from intake.facts import Language
from intake.form import QUESTIONS, Draft, ExpiredDraft, Setting, Step, TamperedDraft, Words, asked
from intake.serving import client_address
from intake.web.body import Body, read
from intake.web.infohus import Infohus

CONTROLS = {"draft", "step", "action", "homepage"}
ANSWERS = {question.name for question in QUESTIONS}


@dataclass(frozen=True, kw_only=True, repr=False)
class Sitting:
    """What the views work on; `draft` holds everything that was typed so far."""

    infohus: Infohus
    language: Language
    now: int
    draft: Draft
    step: Step = Step.START
    action: str = "show"
    received: str = ""
    problem: Refusal | None = None
    strange: tuple[tuple[str, str], ...] = ()
    """Names and values that are no answers of ours: shown, not kept."""

    @property
    def words(self) -> Words:
        """The texts in the page's language."""
        return self.infohus.words[self.language]

    @property
    def setting(self) -> Setting:
        """What the forms need."""
        return Setting(
            words=self.words, drafts=self.infohus.drafts, draft=self.draft, received=self.received
        )

    def having(self, draft: Draft) -> "Sitting":
        """The same sitting with another draft."""
        return replace(self, draft=draft)


def arrive(infohus: Infohus, language: Language) -> Sitting:
    """Somebody opens the page: an empty draft."""
    now = infohus.clock()
    return Sitting(infohus=infohus, language=language, now=now, draft=Draft.new(now))


def receive(infohus: Infohus, language: Language, request: Request) -> Sitting:
    """Somebody sends a step: as much as can be read, and the first thing wrong with it."""
    now = infohus.clock()
    body = read(request.stream, request.content_length, request.headers.get("Content-Type", ""))
    token = body.fields.get("draft", "")
    draft, problem = believed(infohus, token, now)
    step = step_named(body.fields.get("step", ""))
    strange = strangers(body, step, draft)
    wrong = body.problem or crossing(infohus, request) or problem
    typed = {name: text for name, text in body.fields.items() if name in ANSWERS}
    draft = draft.with_typed(typed, trapped=bool(body.fields.get("homepage")))
    return Sitting(
        infohus=infohus,
        language=language,
        now=now,
        draft=draft,
        step=step,
        action=body.fields.get("action", "continue"),
        received=token,
        problem=wrong or (Refusal.UNKNOWN_FIELDS if strange else None),
        strange=strange,
    )


def crossing(infohus: Infohus, request: Request) -> Refusal | None:
    """Another site's page that sends in a reader's name."""
    headers = request.headers
    came_from = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    return Refusal.CROSS_SITE if is_cross_site(*came_from, infohus.origin) else None


def asking_address(infohus: Infohus, request: Request) -> str:
    """Whose budget a letter or a wrong code is taken from; used for nothing else, kept nowhere."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_address(request.remote_addr or "", forwarded, infohus.trusted_proxy)


def believed(infohus: Infohus, token: str, now: int) -> tuple[Draft, Refusal | None]:
    """The draft if it is ours and young enough, else a new one with the text of the old."""
    try:
        return infohus.drafts.read(token, now), None
    except ExpiredDraft:
        return infohus.drafts.renewed(token, now), Refusal.EXPIRED
    except TamperedDraft:
        kept = {k: v for k, v in infohus.drafts.salvage(token).items() if k in ANSWERS}
        return Draft.new(now, kept), Refusal.TAMPERED


def step_named(name: str) -> Step:
    """The step, or the start for a name that is none."""
    try:
        return Step(name)
    except ValueError:
        return Step.START


def strangers(body: Body, step: Step, draft: Draft) -> tuple[tuple[str, str], ...]:
    """Fields that this step does not ask for, and fields that came twice."""
    answers = draft.answers | body.fields
    known = CONTROLS.union(question.name for question in asked(step, answers))
    unknown = [(name, text) for name, text in body.fields.items() if name not in known]
    return (*unknown, *body.repeated)
