"""The text of a reporter's answer: to which question, all they wrote, and what to do now."""

from intake.concern import Mark
from intake.letter.received import Received
from intake.letter.text import LetterText
from intake.letter.visible import quoted
from intake.reference import shown
from intake.reply import Reply


class ReplyText:
    """Writes answers in a letter's words; quoted like a letter, so that none can imitate ours."""

    def __init__(self, text: LetterText) -> None:
        self._text = text

    def write(self, reply: Reply, received: Received) -> str:
        """The whole text, lines ended by LF."""
        text, words = self._text, self._text.words
        asked = {"number": reply.number, "reference": shown(reply.reference)}
        first = words.get_filled(
            "head.reference", reference=shown(received.reference), day=text.day(received.day)
        )
        head = [f"{first} {words.get_filled('head.reply', **asked)}"]
        head += text.code(received.reference)
        head += [words[f"head.mark.{mark}"] for mark in Mark if mark in reply.marks]
        tasks = [words["next.acknowledge"]] if text.code(received.reference) else []
        tasks += [words.get_filled("next.reply", **asked), words["next.reply_assess"]]
        return "\n".join(
            (
                *(f"{line}\n" for line in head),
                text.title("given.reply"),
                f"{quoted(reply.text)}\n",
                f"{words['given.language']}: {text.language(reply.language)}\n",
                text.title("next.title"),
                *(f"[ ] {task}" for task in tasks),
                "",
            )
        )
