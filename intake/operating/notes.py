"""Letters that are no concern: the test letter, and the weekly sign of life."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from secrets import token_bytes

from intake import reference
from intake.days import day_of, numbers
from intake.facts import Texts, read_texts
from intake.installation import Installation
from intake.letter import FRAME, mixed, padded, visible_text
from intake.message import SealedMessage
from intake.operating import drill
from intake.operating.figures import waiting
from intake.outbox import Awaited, Counts, Known, Practice, Submission
from intake.reference import shown
from intake.sealing import Recipient, Trouble

Say = Callable[[str], None]
WEEK = timedelta(days=7)


def test_letter(installation: Installation, say: Say) -> int:
    """A sealed letter to every recipient, to try whether they can open it."""
    words, name = read_texts("notes.da"), reference.new()
    text = words.get_filled(
        "test.text",
        infohus=installation.facts.infohus.name,
        reference=shown(name),
        day=numbers(day_of(installation.clock())),
    )
    phone_codes(installation, say)
    if not installation.facts.loop.has_page:
        _send(installation, text, name, say)
    else:
        code = words.get_filled("test.code", code=installation.desk().codes.code(name))
        _practise(installation, padded(mixed(f"{text}\n{code}", ()), FRAME), name, say)
    return 0


def phone_codes(installation: Installation, say: Say) -> None:
    """To each who may write down calls their own code, in a letter that nobody else can open."""
    telephone, now = installation.telephone, installation.clock()
    holders = telephone.holders if telephone else ()
    for holder in (each for each in holders if each.unusable(now) is None):
        assert telephone is not None
        name = reference.new()
        text = _phone_code(installation, telephone.code(holder), holder, name)
        inside = padded(mixed(text, ()), FRAME)
        message = installation.sealer.seal_for(inside, holder, reference=name, now=now)
        _put(installation, message, now)
        say(f"{shown(name)}: a telephone code is on its way to its owner alone")


def _phone_code(installation: Installation, code: str, holder: Recipient, name: str) -> str:
    return read_texts("notes.da").get_filled(
        "phone.text",
        infohus=installation.facts.infohus.name,
        reference=shown(name),
        day=numbers(day_of(installation.clock())),
        name=visible_text(holder.name),
        code=code,
    )


def _practise(installation: Installation, inside: bytes, name: str, say: Say) -> None:
    """A test letter that can be acknowledged; substitutes try it too."""
    now, loop = installation.clock(), installation.facts.loop
    everybody = (each for each in installation.people() if each.substitute and loop.reminds)
    also = tuple(each.address for each in everybody)
    message = installation.sealer.seal_note(inside, reference=name, now=now, also=also)
    sent = Submission(id=token_bytes(32), digest=token_bytes(32), now=now, not_before=now)
    installation.outbox.practise(message, Practice.TEST, sent)
    say(f"{shown(name)}: on its way to {len(message.recipients)} recipients")


def sign_of_life(installation: Installation, say: Say) -> int:
    """What came in a week, what waits, and how long the certificates last; also when it is none."""
    name = reference.new()
    _send(installation, "\n".join((*lines(installation, name), "")), name, say)
    return 0


def lines(installation: Installation, name: str) -> Iterator[str]:
    """The text of the sign of life."""
    words, since = read_texts("notes.da"), day_of(installation.clock()) - WEEK
    infohus = installation.facts.infohus.name
    yield words.get_filled(
        "life.heading",
        infohus=infohus,
        reference=shown(name),
        day=numbers(day_of(installation.clock())),
    )
    yield words["life.explain"]
    yield ""
    known = installation.outbox.known(since)
    yield words.get_filled("life.received", since=numbers(since), count=len(known))
    yield from (_letter(words, letter) for letter in known)
    yield _waiting(words, installation.outbox.count(installation.clock()))
    if installation.facts.loop.is_on:
        yield _unacknowledged(words, waiting(installation))
        yield drill.told(installation, words)
    yield ""
    yield words["life.certificates"]
    now = installation.clock()
    yield from (_certificate(words, recipient, now) for recipient in installation.people())
    yield words.get_filled("life.ours", days=installation.signer.days_left(now))


def _waiting(words: Texts, counts: Counts) -> str:
    if not counts.waiting + counts.held:
        return words["life.nothing_waits"]
    return words.get_filled("life.oldest", hours=counts.unfinished_hours)


def _unacknowledged(words: Texts, awaited: Awaited) -> str:
    if not awaited.letters:
        return words["life.all_acknowledged"]
    told = {"count": awaited.letters, "hours": awaited.oldest_hours}
    return words.get_filled("life.unacknowledged", **told)


def _letter(words: Texts, letter: Known) -> str:
    state = "accepted" if letter.accepted else "held" if letter.held else "waiting"
    human = words[f"life.standing.{letter.standing}"] if letter.standing else ""
    return words.get_filled(
        "life.letter",
        reference=shown(letter.reference),
        day=numbers(letter.day),
        state=words[f"life.{state}"] + human,
    )


def _certificate(words: Texts, recipient: Recipient, now: int) -> str:
    name = visible_text(recipient.name)
    if recipient.unusable(now) is not None:
        return words.get_filled("life.unusable", name=name)
    kind = "unproven" if Trouble.UNPROVEN in recipient.troubles(now) else "certificate"
    return words.get_filled(f"life.{kind}", name=name, days=recipient.days_left(now))


def _send(installation: Installation, text: str, name: str, say: Say) -> None:
    """By the same road as a concern."""
    now = installation.clock()
    message = installation.sealer.seal_note(padded(mixed(text, ()), FRAME), reference=name, now=now)
    _put(installation, message, now)
    say(f"{shown(name)}: on its way to {len(message.recipients)} recipients")


def _put(installation: Installation, message: SealedMessage, now: int) -> None:
    """An id of its own: no draft stands behind it."""
    installation.outbox.put(
        message, submission=token_bytes(32), digest=token_bytes(32), now=now, not_before=now
    )
