"""The action card as a spine: boxes under each other, and arrows straight down between them only.

What is no step hangs beside its step, dashed, and no arrow begins under it: members, the report
to PET and EAE, guidance. Where a step is one of two, a wide page shows the two side by side; on a
phone they share one box.
"""

from drawing import GAP, LINE, PAD, Drawing, wrap

from intake.facts import ActionCard, Stage, Texts

ROOM = 24
"""For the number of a step."""
NODE = PAD + 5
"""Where an arrow ends, from the left side of its box: under the number."""
BETWEEN = 16
"""Two boxes of one step."""
SPINE = 432
"""Its width on a wide page; what hangs beside stands right of it."""
SEATS_AT = "F89"
"""The fact of the step whose box the members hang beside."""


def draw_spine(drawing: Drawing, card: ActionCard, texts: Texts, language: str) -> None:
    """Every stage of the card, from the first contact to the decision."""
    Spine(drawing, card, texts, language).draw()


class Spine:
    """Puts the stages of a card into a drawing."""

    def __init__(self, drawing: Drawing, card: ActionCard, texts: Texts, language: str) -> None:
        self._drawing, self._card = drawing, card
        self._texts, self._language = texts, language
        self._width = SPINE if drawing.wide else drawing.width - 4
        self._end = 0.0
        """Where the boxes of the last stage end."""
        self._from: list[float] = []
        """Where on their lower side the arrows begin."""
        self._beside_end = 0.0

    def draw(self) -> None:
        """Stages from top to bottom; what hangs beside a stage begins at its top."""
        stages = self._card.stages()
        for number, stage in enumerate(stages, start=1):
            kind = "end" if stage is stages[-1] else "shape"
            words = [node.words[self._language] for node in stage.nodes]
            one_box = len(words) == 1 or not self._drawing.wide
            top = self._begin(stage, 1 if one_box else len(words))
            if one_box:
                self._boxes([words], top, number, kind)
            else:
                self._boxes([[each] for each in words], top, number, kind)
            for hanging in self._hanging(stage):
                self._hang(hanging, top)

    def _begin(self, stage: Stage, boxes: int) -> float:
        """The top of a stage, and the arrows that lead to it."""
        drawing = self._drawing
        last = self._end if drawing.wide else drawing.height
        top = last + GAP if self._end else 2
        if drawing.wide and self._hanging(stage):
            top = max(top, self._beside_end + PAD)
        step = (self._width + BETWEEN) / boxes
        to = [2 + step * at + NODE for at in range(boxes)]
        for x in max(self._from, to, key=len) if self._end else ():
            drawing.arrow(x, self._end + 4, top - 4)
        self._from = to
        return top

    def _boxes(self, boxes: list[list[str]], top: float, number: int, kind: str) -> None:
        """A row of boxes; one with several texts says "or" between them."""
        drawing, count = self._drawing, len(boxes)
        width = (self._width - BETWEEN * (count - 1)) / count
        room = width - 2 * PAD - ROOM
        texts = [[wrap(words, room) for words in box] for box in boxes]
        lines = [sum(map(len, box)) + 1.4 * (len(box) - 1) for box in texts]
        tall = LINE * max(lines) + 2 * PAD
        for at, box in enumerate(texts):
            left = 2 + at * (width + BETWEEN)
            drawing.rect(left, top, width, tall, kind)
            drawing.say([str(number)], left + NODE, top + PAD, "strong step", "middle")
            self._say(box, left, width, top + PAD)
        self._end = top + tall

    def _say(self, parts: list[list[str]], left: float, width: float, y: float) -> None:
        drawing = self._drawing
        for at, lines in enumerate(parts):
            if at:
                middle = y + LINE * 0.7
                drawing.line(left, middle, left + width, middle, "divide")
                drawing.say([self._texts["card.or"]], left + width / 2, y, "small over", "middle")
                y += LINE * 1.4
            drawing.say(lines, left + PAD + ROOM, y)
            y += LINE * len(lines)

    def _hanging(self, stage: Stage) -> list[list[str]]:
        """The words of each box beside this stage, a paragraph for each entry."""
        boxes = [[node.words[self._language]] for node in stage.beside]
        if any(SEATS_AT in node.facts for node in stage.nodes):
            seats = [f"– {seat[self._language]}" for seat in self._card.seats]
            boxes.append([self._texts["card.members"], *seats])
        return boxes

    def _hang(self, paragraphs: list[str], top: float) -> None:
        """A dashed box: right of the spine where there is room, else under its step and set in."""
        drawing = self._drawing
        left = SPINE + 30 if drawing.wide else 62
        width = drawing.width - left - 2
        lines = [line for words in paragraphs for line in wrap(words, width - 2 * PAD)]
        tall = LINE * len(lines) + 2 * PAD
        if drawing.wide:
            y = top
            link = top + min(tall, self._end - top) / 2
            drawing.line(SPINE + 4, link, left - 2, link, "link")
            self._beside_end = y + tall
        else:
            y = drawing.height + PAD
            drawing.line(left + NODE, drawing.height, left + NODE, y - 2, "link")
        drawing.rect(left, y, width, tall, "aside")
        drawing.say(lines, left + PAD, y + PAD)
