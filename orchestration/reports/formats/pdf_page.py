"""A page of a PDF: its words with their places, and the ruled lines drawn on it.

Coordinates are points (1/72 inch) from the upper left corner of the page as it is read: a page whose text runs
up or down the sheet is turned first.
"""

import unicodedata
from dataclasses import dataclass, field

SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2007\u2009\u202f\u200b\ufeff")
_GAP = 0.2  # of the font size: a wider gap parts two words


Bounds = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass
class Word:
    """Letters without a space between: from x0 to x1 on the baseline y, in letters of a size."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    spaced: bool  # whether a space stands before it

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, self.y - self.size / 3


@dataclass(frozen=True)
class Rule:
    """A straight line along the page: at y from x = start to end, or (upright) at x from y = start to end."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass
class Page:
    number: int  # from 1
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    turned: list[Word] = field(default_factory=list)  # runs of text that stand upright in a cell
    rules: list[Rule] = field(default_factory=list)
    letters: int = 0
    unmapped: int = 0  # letters of which the font does not say what they are
    image_share: float = 0.0  # of the page's area
    pictures: list[Bounds] = field(default_factory=list)  # left, top, right, bottom on the page as read
    drawings: int = 0
    stands_in: bool = False  # it says only which program would show the form that the file holds
    recognised: bool = False  # the text is an invisible layer, made by a machine over a scan


@dataclass(frozen=True)
class Letter:
    """A letter as drawn, in the coordinates of the sheet (from the lower left)."""

    text: str
    box: Bounds
    origin: tuple[float, float]
    size: float
    turn: int | None  # quarter turns to the left; None when slanted
    generated: bool


class View:
    """Turns a point of the sheet (from the lower left) into one of the page as read (from the upper left)."""

    def __init__(self, turn: int, bounds: Bounds):
        self.turn, self.bounds = turn, bounds
        width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
        self.width, self.height = (height, width) if turn % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, low, right, high = self.bounds
        return ((x - left, high - y), (y - low, x - left), (right - x, y - low), (high - y, right - x))[self.turn]

    def span(self, box: Bounds) -> tuple[float, float]:
        """Where a box begins and ends in the direction of reading."""
        first, last = self.point(box[0], box[1])[0], self.point(box[2], box[3])[0]
        return min(first, last), max(first, last)


def add_words(page: Page, letters: list[Letter], view: View) -> None:
    """Put letters together to words, in the order in which they were drawn."""
    word: Word | None = None
    spaced = False
    for letter in letters:
        if letter.text in SPACES:
            # spaces that pdfium supposes between letters are measured anew below; in turned runs they are all there is
            spaced = spaced or not letter.generated
            if page.turned and word is None:
                page.turned[-1].text += " "
            continue
        if letter.turn is None:
            continue  # slanted: a watermark ("DỰ THẢO")
        x, y = view.point(*letter.origin)
        if not (-5 < x < page.width + 5 and -5 < y < page.height + 5):
            continue
        page.letters += 1
        page.unmapped += _is_unmapped(letter.text)
        x0, x1 = view.span(letter.box)
        if letter.turn != view.turn:
            if word is not None or not page.turned:
                page.turned.append(Word("", x0, x1, y, letter.size, True))
                word = None
            page.turned[-1].text += letter.text
            continue
        if word is not None and unicodedata.combining(letter.text):
            word.text += letter.text
            continue
        joins = (
            word is not None
            and not spaced
            and abs(letter.size - word.size) <= 0.05 * word.size
            and abs(y - word.y) <= 0.1 * word.size
            and -0.4 * word.size < x0 - word.x1 < _GAP * word.size
        )
        if word is not None and joins:
            word.text += letter.text
            word.x1 = max(word.x1, x1)
        else:
            word = Word(letter.text, x0, x1, y, letter.size, spaced)
            page.words.append(word)
        spaced = False


def _is_unmapped(letter: str) -> bool:
    """Whether a letter is none that a font can mean: no Unicode value, private use, a control character."""
    return letter == "\ufffd" or unicodedata.category(letter) in ("Co", "Cc", "Cn")
