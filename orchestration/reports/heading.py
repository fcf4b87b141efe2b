"""What a document says of itself: kind, title, number, date, issuing unit, period, cut-off.

Only places where an author speaks of the document itself are asked (the head of the page, the title, the
opening and closing sentences): a commune's report names many units, and most of them are others.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from orchestration.reports.blocks import Block, Document
from orchestration.reports.issuer import HEAD_BLOCKS, Issuer
from orchestration.reports.periods import find_period, parse_date, stated_span
from orchestration.reports.text import one_line
from orchestration.reports.units import Mention, UnitRegister

_KIND = re.compile(r"\W*(báo cáo|kế hoạch|chương trình)\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:báo cáo|kế hoạch|nội dung|kết quả)[^.]{0,200}như sau\s*:|ban hành kế hoạch", re.IGNORECASE)
_TITLE_ENDS = re.compile(
    r"\s*(?:kính gửi|stt\b|trên đây|thực hiện (?!chương trình|kế hoạch|công tác)|căn cứ|theo |để |phần |[IVX]+\s*[.:])",
    re.IGNORECASE,
)
# "Số: 123/BC-UBND"; the figure is often still open ("Số: …/BC-UBND")
_NUMBER = re.compile(r"\W*số\b[\s:.…_]*(\d*\s*[A-Za-z]?\s*/\s*[\w&]+(?:\s*-\s*[\w&]+)*)", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(
    r"\W*([^\W\d][^,]{1,40}),\s*ngày[\s.…_]*(\d{0,2})[\s.…_]*tháng[\s.…_]*(\d{0,2})[\s.…_]*năm\s+(\d{4})",
    re.IGNORECASE,
)
_DAY_IN_FIGURES = re.compile(
    r"\W*([^\W\d][^,]{1,40}),\s*(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\W*$", re.IGNORECASE
)
_PUBLISHED = re.compile(r"ngày\s+(?:cập nhật|đăng|ban hành|ký)\s*:?\s*(\d{1,2}/\d{1,2}/\d{4})", re.IGNORECASE)
_DEPARTMENT = re.compile(r"\W*(?:sở|phòng|ban(?! hành)|chi cục|văn phòng|thanh tra|trung tâm)\s+[^\W\d]", re.IGNORECASE)
# A letterhead of two columns, typed with tabs or spaces; a day or a number left open is no second column.
_COLUMNS = re.compile(r"\n|\t|(?<!\s)(?<!ngày)(?<!tháng)(?<!:) {3,}", re.IGNORECASE)
_UNTITLED = 8  # lines of the head of a document without a title


@dataclass(frozen=True)
class Line:
    """A line of the head of a document and the locator of its block."""

    text: str
    place: str


class Heading:
    """Facts that a document states about itself; each is None where it states none."""

    def __init__(self, document: Document, register: UnitRegister):
        self.document, self.register = document, register
        self.lines = [line for block in document.blocks[:HEAD_BLOCKS] for line in _lines(block)]

    @cached_property
    def _title_at(self) -> int | None:
        """The line that opens the title: "BÁO CÁO" alone, or a short line that begins with it."""
        for number, line in enumerate(self.lines):
            if _KIND.match(line.text) and len(line.text) < 250 and not _OPENING.search(line.text):
                return number
        return None

    @cached_property
    def title(self) -> str:
        """The title, its lines joined; empty when there is none."""
        if self._title_at is None:
            return ""
        parts = [self.lines[self._title_at].text]
        for line in self.lines[self._title_at + 1 : self._title_at + 6]:
            if (
                _TITLE_ENDS.match(line.text)
                or _OPENING.search(line.text)
                or _PUBLISHED.search(line.text)
                or len(line.text) > 300
            ):
                break
            parts.append(line.text)
        return one_line(" ".join(parts)).strip("* ")

    @property
    def title_place(self) -> str:
        return self.lines[self._title_at].place if self._title_at is not None else self.document.name

    @property
    def kind(self) -> str | None:
        """``report`` or ``plan``, by the first word of the title."""
        match = _KIND.match(self.title)
        if match is None:
            return None
        return "report" if match[1].lower() == "báo cáo" else "plan"

    @cached_property
    def opening(self) -> Block | None:
        """The sentence with which a document begins to speak: "… báo cáo kết quả … như sau:"."""
        candidates = (b for b in self.document.paragraphs[:HEAD_BLOCKS] if _OPENING.search(b.text) and len(b.text) > 40)
        return next(candidates, None)

    @property
    def document_number(self) -> str | None:
        """The document's own number, above its title; later lines cite those of others."""
        match = next((m for line in self._above_title if (m := _NUMBER.match(line.text))), None)
        return re.sub(r"\s", "", match[1]) if match else None

    @property
    def _above_title(self) -> list[Line]:
        return self.lines[: self._title_at] if self._title_at is not None else self.lines[:_UNTITLED]

    @cached_property
    def _place_and_date(self) -> re.Match[str] | None:
        patterns = (_PLACE_AND_DATE, _DAY_IN_FIGURES)
        return next((m for line in self.lines for p in patterns if (m := p.match(line.text))), None)

    @property
    def issued_date(self) -> date | None:
        """The day of issue; None when the day was left open ("ngày   tháng   năm 2023")."""
        match = self._place_and_date
        if match and match[2] and match[3]:
            return parse_date(f"{match[2]}/{match[3]}/{match[4]}")
        published = next((m for line in self.lines if (m := _PUBLISHED.search(line.text))), None)
        return parse_date(published[1]) if published else None

    @property
    def issued_year(self) -> int | None:
        match = self._place_and_date
        return int(match[4]) if match else None

    # --- period

    @property
    def title_period(self) -> str | None:
        return find_period(self.title)

    @property
    def body_period(self) -> str | None:
        """The period of the opening sentence, where it says what is reported."""
        if self.opening is None:
            return None
        sentence = re.split(r"[;.]\s", self.opening.text)[-1]
        said = re.search(r"báo cáo|ban hành kế hoạch", sentence, re.IGNORECASE)
        spoken = re.split(r"(?:ủy ban|uỷ ban|ubnd)", sentence, flags=re.IGNORECASE)[-1] if said else sentence
        return (
            find_period(spoken) or find_period(self.opening.text) if self.title_period is None else find_period(spoken)
        )

    @property
    def period(self) -> str | None:
        """Title first, then the opening sentence, then any line of the head."""
        heads = (find_period(line.text) for line in self.lines[:20] if len(line.text) < 200)
        return self.title_period or self.body_period or next((code for code in heads if code), None)

    @property
    def cutoff(self) -> tuple[date, date] | None:
        """Days that the title states, else the first span that the body states for its figures."""
        if span := stated_span(self.title):
            return span
        return next((s for block in self.document.paragraphs if (s := stated_span(block.text))), None)

    # --- unit

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every unit that the document names, for telling namesakes apart by their parents."""
        texts = (line.text for block in self.document.blocks for line in _lines(block))
        return [mention for text in texts for mention in self.register.mentions(text)]

    @cached_property
    def issuer(self) -> Mention | None:
        """The unit that issued the document, as it names itself."""
        place = self._place_and_date[1].strip() if self._place_and_date else None
        head = [line.text for line in self._above_title]
        return Issuer(self.document, self.register, head, self.title, self.kind, place).mention

    @property
    def department(self) -> str | None:
        """A department or office that heads the document; its reports are not in the register of units."""
        for number, line in enumerate(self._above_title):
            # letterheads stand in capitals or right on top; a web page's menu names offices too
            if (line.text.isupper() or number < 4) and _DEPARTMENT.match(line.text) and len(line.text) < 80:
                return line.text
        return None


def _lines(block: Block) -> list[Line]:
    """A block's text line by line; the cells of a head table are lines too."""
    texts = [block.text] if block.text else [cell.text for cell in block.cells]
    return [Line(part.strip(), block.place) for text in texts for part in _COLUMNS.split(text) if part.strip()]
