"""Words of a PDF page put together to lines, and the question whether a line goes on in the next.

A line was wrapped when the first word of the next would not have fitted on it; everything else is a new
paragraph. That holds for justified, ragged and centred text alike, whatever its margins.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from orchestration.reports.formats.pdf_page import Word
from orchestration.reports.text import SUPERSCRIPT, clean

_SPACE = 0.25  # breadth of a space, of the font size
_GAP = 0.2  # and the least distance between two words
_SAME_LINE = 0.45  # of the font size: letters on baselines no further apart stand on one line
_RAISED = 0.12  # of the font size: how much higher a footnote mark stands
_TAB = 2.0  # of the font size: a wider gap parts the columns of a letterhead
INDENT = 6.0  # points by which a first line is moved
_BULLET = re.compile(r"[-–—+•*](?=\s|[^\W\d])")
_NUMBER = r"\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]+)[.)]"
_NUMBERED = re.compile(rf"{_NUMBER}(?=\s)")
_MARK = re.compile(rf"[-–—+•*]|{_NUMBER}")  # an item's mark alone
_BROKEN_WORD = re.compile(r"\w[-–/]")


@dataclass(frozen=True)
class Line:
    """Text from x0 to x1 on the baseline y, in letters of a size; ``first`` is the breadth of its first word.

    ``parts`` are the pieces between gaps as wide as a tab, which are three spaces in the text. A line with parts,
    or one that ``stands_alone``, is a paragraph. ``words`` are what the text was made of.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    first: float
    parts: tuple["Line", ...] = ()
    stands_alone: bool = False
    words: tuple[Word, ...] = ()

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words by line, from the top; raised digits become superscripts, as in word.py."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.y):
        if groups:
            tallest = max(groups[-1], key=lambda w: w.size)
            if abs(word.y - tallest.y) < _SAME_LINE * max(word.size, tallest.size):
                groups[-1].append(word)
                continue
        groups.append([word])
    return [_line(group) for group in groups]


def _line(words: list[Word]) -> Line:
    words = _without_shadows(sorted(words, key=lambda w: w.x0))
    main = max(words, key=lambda w: (w.size, len(w.text)))
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    parts = [words[:1]]
    for n, (gap, word) in enumerate(zip(gaps, words[1:], strict=True)):
        others = gaps[:n] + gaps[n + 1 :]
        is_tab = gap > _TAB * main.size and gap > 2.5 * max(median(others) if others else 0, 0)
        if is_tab and not _MARK.fullmatch(_words_text(parts[-1], main)):
            parts.append([])
        parts[-1].append(word)
    lines = [_part(part, main) for part in parts]
    return lines[0] if len(lines) == 1 else beside(lines)


def _part(words: list[Word], main: Word) -> Line:
    first = words[0].x1 - words[0].x0
    text = _words_text(words, main)
    return Line(text, words[0].x0, max(w.x1 for w in words), main.y, main.size, first, words=tuple(words))


def pieces_of(line: Line, gap: float) -> list[Line]:
    """A line cut at gaps wider than ``gap`` (of the font size), however regular they are."""
    groups = [[line.words[0]]]
    for word in line.words[1:]:
        if word.x0 - max(w.x1 for w in groups[-1]) > gap * line.size:
            groups.append([])
        groups[-1].append(word)
    return [line_of_words(group) for group in groups]


def line_of_words(words: Sequence[Word]) -> Line:
    """Words of one baseline, from the left, as a line without parts."""
    return _part(list(words), max(words, key=lambda w: (w.size, len(w.text))))


def beside(parts: list[Line]) -> Line:
    """Pieces of a line as one."""
    text = "   ".join(part.text for part in parts)
    words = tuple(word for part in parts for word in part.words)
    return replace(parts[0], text=text, x1=parts[-1].x1, parts=tuple(parts) if len(parts) > 1 else (), words=words)


def _words_text(words: list[Word], main: Word) -> str:
    text = ""
    last: Word | None = None
    for word in words:
        if last is not None and (word.spaced or word.x0 - last.x1 > _GAP * main.size):
            text += " "
        is_raised = word.size < 0.85 * main.size and word.y < main.y - _RAISED * main.size
        # "2.243" with a raised 13 is a footnote mark after a number, not 2.24313
        text += word.text.translate(SUPERSCRIPT) if is_raised else word.text
        last = word
    return clean(text)


def _without_shadows(words: list[Word]) -> list[Word]:
    """Words without those drawn a second time over themselves to look bold."""
    kept: list[Word] = []
    for word in words:
        if not any(word.text == k.text and abs(word.x0 - k.x0) < 0.15 * word.size for k in kept[-2:]):
            kept.append(word)
    return kept


def joined(lines: list[str]) -> str:
    """Lines of one paragraph as one; a word broken after a hyphen or a slash is put together."""
    text = ""
    for line in lines:
        broken = _BROKEN_WORD.fullmatch(text[-2:]) and line[:1].isalnum()
        text += line if broken or not text else f" {line}"
    return text


@dataclass(frozen=True)
class Column:
    """The margins between which lines are set, the usual distance of baselines (of the font size), and whether
    paragraphs begin with an indent."""

    left: float
    right: float
    pitch: float | None = None
    indents: bool = False

    def wraps(self, line: Line, following: Line) -> bool:
        """Whether the following line's first word would not have fitted on this one."""
        if line.parts or following.parts or line.stands_alone or following.stands_alone:
            return False
        start = self.left if self._are_centred(line, following) else line.x0
        return self.right - start - (line.x1 - line.x0) < _SPACE * line.size + following.first + 0.5

    def _are_centred(self, line: Line, following: Line) -> bool:
        middle = (self.left + self.right) / 2
        return all(abs(each.middle - middle) < 8 for each in (line, following)) and following.x0 > self.left + 12

    def goes_on(self, paragraph: list[Line], line: Line, new_page: bool) -> bool:
        """Whether a line belongs to the paragraph before it, which may stand on the page before."""
        last = paragraph[-1]
        if abs(last.size - line.size) > 0.8 or not self.wraps(last, line):
            return False
        if line.first > 0.4 * (self.right - self.left) or last.text.endswith("./."):
            return False  # a long address fits nowhere; "./." ends a document
        most = self.pitch + 0.35 if self.pitch else 1.9
        if not new_page and line.y - last.y > most * line.size:
            return False
        if self._are_centred(last, line):
            return True
        is_item = _BULLET.match(line.text) or (_NUMBERED.match(line.text) and last.text[-1] in ".;:,!?…")
        first_indented = paragraph[0].x0 - line.x0 > INDENT and line.x0 < self.left + INDENT
        if len(paragraph) > 1:
            return abs(line.x0 - last.x0) <= INDENT and (first_indented or not is_item)
        if line.x0 > last.x0 + INDENT:  # below the text of an item, beside its mark
            return not is_item and bool(_BULLET.match(last.text) or _NUMBERED.match(last.text))
        if self.indents and line.x0 > self.left + INDENT:
            return False  # indented as the line before: another first line
        return first_indented or not is_item


def column_of(pages: list[list[Line]], width: float) -> Column:
    """The margins of pages of one width, by where their lines begin and end most evenly."""
    lines = [line for page in pages for line in page]
    long = [line for line in lines if line.x1 - line.x0 > 0.4 * width]  # titles of one length share no margin
    left = _shared([line.x0 for line in long], min) or min(line.x0 for line in lines)
    right = _shared([line.x1 for line in long], max)
    column = Column(left, right or max(max(line.x1 for line in lines), width - left))
    wrapped = [
        (line, below)
        for page in pages
        for line, below in pairwise(page)
        if abs(line.size - below.size) < 0.5 and line.y < below.y and column.wraps(line, below)
    ]
    pitches = Counter(round((below.y - line.y) / line.size * 20) / 20 for line, below in wrapped)
    pitch, seen = max(pitches.items(), key=lambda item: (item[1], -item[0]), default=(0.0, 0))
    first_lines = [below.x0 for line, below in wrapped if line.x0 > column.left + INDENT]
    indents = sum(x0 < column.left + INDENT for x0 in first_lines) * 2 > len(first_lines)
    return Column(column.left, column.right, pitch if seen > 2 else None, indents)


def _shared(values: list[float], outermost: Callable[[list[float]], float]) -> float | None:
    """The outermost value that three lines share."""
    counts = Counter(round(value / 2) for value in values)
    near = [value for value in values if counts[round(value / 2)] >= 3]
    return outermost(near) if near else None
