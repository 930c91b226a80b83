"""Sets an agreement's text on pages: title, paragraphs, a table of terms, milestones, two columns, signatures.

The text format, by the start of a line: `# ` a heading, `| label | value` a row of terms, `@milestones` with the
column titles, `@columns` two columns from here on, `@sign` the signature lines. The first line is the title.
"""

from __future__ import annotations

from string import Formatter

from samples.deeds import Deed
from samples.pen import Pen

TOP, BOTTOM, LEFT, RIGHT = 64.0, 785.0, 72.0, 523.0
GUTTER = 22.0


class Flow:
    """Where the next line goes: down the column, then to the next column, then to the next page."""

    def __init__(self, pen: Pen, deed: Deed) -> None:
        self.pen, self.deed = pen, deed
        self.y = TOP
        self.size = 10.5
        self.left, self.right = LEFT, RIGHT
        self.column_top = 0.0
        """0 while there is one column."""

    def room(self, height: float) -> None:
        if self.y + height <= BOTTOM:
            return
        if self.column_top and self.left == LEFT:
            self.left, self.right = (LEFT + RIGHT + GUTTER) / 2, RIGHT
            self.y = self.column_top
            return
        self.number()
        self.pen.next_page()
        self.y = TOP
        if self.column_top:
            self.column_top = TOP
            self.left, self.right = LEFT, (LEFT + RIGHT - GUTTER) / 2

    def number(self) -> None:
        self.pen.text(self.pen.width / 2, 815, f"- {self.pen.page} -", 8, align="center")

    def write(
        self, text: str, *, bold: bool = False, before: float = 0, after: float = 6, center: bool = False
    ) -> None:
        self.y += before
        for line in self.pen.wrap(self.fill(text), self.right - self.left, self.size, bold=bold):
            self.room(self.size * 1.35)
            x = (self.left + self.right) / 2 if center else self.left
            self.pen.text(x, self.y + self.size, line, self.size, bold=bold, align="center" if center else "left")
            self.y += self.size * 1.35
        self.y += after

    def fill(self, text: str) -> str:
        """The text with its terms as printed; whatever is filled in is stated."""
        names = [name for _, name, _, _ in Formatter().parse(text) if name]
        self.pen.state(*names)
        return text.format(**{name: self.deed.terms[name].printed for name in names})

    def columns(self) -> None:
        self.size = 8.2
        self.column_top = self.y
        self.right = (LEFT + RIGHT - GUTTER) / 2

    def one_column(self) -> None:
        """Below the text, which fills at most the left one of two columns."""
        self.column_top = 0.0
        self.left, self.right = LEFT, RIGHT


def draw(pen: Pen, deed: Deed) -> None:
    flow = Flow(pen, deed)
    title, *blocks = [block.strip() for block in deed.text.strip().split("\n\n")]
    first, *rest = title.split("\n")
    flow.size = 15
    flow.write(first, bold=True, center=True, after=4)
    flow.size = 10.5
    for line in rest:
        flow.write(line, center=True, after=2)
    flow.y += 14
    for block in blocks:
        _block(flow, block)
    flow.number()
    pen.state(*deed.implied)


def _block(flow: Flow, block: str) -> None:
    head, _, rest = block.partition("\n")
    if head.startswith("# "):
        flow.room(flow.size * 4)
        flow.write(head[2:], bold=True, before=flow.size * 0.6, after=3)
        if rest:
            _block(flow, rest)
    elif head.startswith("| "):
        _terms(flow, [line.strip("| ").split(" | ") for line in block.split("\n")])
    elif head.startswith("@milestones"):
        _milestones(flow, head.removeprefix("@milestones").split("|"))
    elif head == "@columns":
        flow.columns()
    elif head.startswith("@sign"):
        _signatures(flow, head.removeprefix("@sign").split("|"))
    else:
        short = 8 < len(block) < 60 and "{" not in block
        flow.write(block, bold=short and not block.endswith((".", ",")), after=flow.size * 0.6)


def _terms(flow: Flow, rows: list[list[str]]) -> None:
    pen, split = flow.pen, 165.0
    flow.size = 9.5
    for label, value in rows:
        lines = pen.wrap(flow.fill(value), RIGHT - LEFT - split - 12, flow.size)
        height = len(lines) * flow.size * 1.3 + 6
        flow.room(height)
        pen.box(LEFT, flow.y, split, height, fill="#eef1f4", stroke="#8a97a3")
        pen.box(LEFT + split, flow.y, RIGHT - LEFT - split, height, stroke="#8a97a3")
        pen.text(LEFT + 6, flow.y + flow.size + 2.5, label, flow.size, bold=True)
        pen.lines(LEFT + split + 6, flow.y + flow.size + 2.5, lines, flow.size)
        flow.y += height
    flow.y += 12


def _milestones(flow: Flow, titles: list[str]) -> None:
    pen = flow.pen
    edges = (LEFT, LEFT + 250, LEFT + 350, RIGHT)
    rows = [tuple(title.strip() for title in titles)]
    rows += [tuple(term.printed for term in row) for row in flow.deed.milestones]
    flow.room(len(rows) * 17)
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            pen.box(edges[column], flow.y, edges[column + 1] - edges[column], 17, stroke="#8a97a3")
            if column == 2:
                pen.text(edges[3] - 6, flow.y + 12, text, 9.5, bold=index == 0, align="right")
            else:
                pen.text(edges[column] + 6, flow.y + 12, text, 9.5, bold=index == 0)
        flow.y += 17
    flow.y += 14


def _signatures(flow: Flow, names: list[str]) -> None:
    """Side by side below the text, or one above the other in the right one of two columns."""
    stacked = flow.column_top and flow.left > LEFT
    if not stacked:
        flow.one_column()
    flow.room(62)
    for index, name in enumerate(names):
        x = LEFT if index == 0 else (LEFT + RIGHT) / 2 + 20
        if stacked:
            x = flow.left
        if stacked or index == 0:
            flow.y += 46
        flow.pen.rule(x, flow.y, x + 190, width=0.7)
        flow.pen.text(x, flow.y + 12, name.strip(), 9)
