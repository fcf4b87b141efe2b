"""What a document says of itself: kind, title, number, date, issuing unit, period, cut-off.

Only places where an author speaks of the document itself are asked (the head of the page, the title, the
opening and closing sentences): a commune's report names many units, and most of them are others.
"""

import re
from datetime import date
from functools import cached_property

from orchestration.reports.blocks import Block, Document
from orchestration.reports.issuer.head_lines import HEAD_BLOCKS, Line, head_of, lines_of
from orchestration.reports.issuer.hint import Hint
from orchestration.reports.issuer.issuer import Issuer
from orchestration.reports.issuer.labels import labelled
from orchestration.reports.issuer.periods import find_period, period_of_code, stated_span, stated_until
from orchestration.reports.issuer.signing import Signing, is_published_line
from orchestration.reports.issuer.unit_names import Mention
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.text import one_line

_KIND = re.compile(r"\W*(báo cáo|kế hoạch|chương trình)\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:báo cáo|kế hoạch|nội dung|kết quả)[^.]{0,200}như sau\s*:|ban hành kế hoạch", re.IGNORECASE)
_TITLE_ENDS = re.compile(
    r"\s*(?:kính gửi|stt\b|trên đây|thực hiện (?!chương trình|kế hoạch|công tác)|căn cứ|theo |để |phần |[IVX]+\s*[.:])",
    re.IGNORECASE,
)
# "Số: 123/BC-UBND"; the figure is often still open ("Số: …/BC-UBND")
_NUMBER = re.compile(r"\W*số\b[\s:.…_]*(\d*\s*[A-Za-z]?\s*/\s*[\w&]+(?:\s*-\s*[\w&]+)*)", re.IGNORECASE)
_DEPARTMENT = re.compile(
    r"\W*(?:bộ(?! phận)|sở|phòng|ban(?! hành)|cục|chi cục|văn phòng|thanh tra|trung tâm)\s+[^\W\d]", re.IGNORECASE
)
# the line below names who receives the report
_ADDRESSED = re.compile(r"\W*(?:(?:cơ quan|đơn vị|nơi) nhận\b|kính gửi)[^:]*:?\s*$", re.IGNORECASE)
# lines whose periods and years are those of others, or of the day of signing
CITES = re.compile(
    r"\W*(?:thực hiện|căn cứ|theo|kính gửi)\b|.*\bngày[\s\d.…_]*tháng[\s\d.…_]*năm", re.IGNORECASE | re.DOTALL
)
# A form's own "quý, 6 tháng, năm" says for which periods it is made, not which one it holds.
_OPTIONS = re.compile(r"quý\s*[,;/]|tháng\s*[,;/]\s*(?:quý|(?:một\s+|1\s+)?năm\b(?!\s*\d))|dùng cho", re.IGNORECASE)
_DATA_UNTIL = re.compile(r"(?:số liệu|tính|chốt)\b[^.;]{0,40}\bđến", re.IGNORECASE)
_DATA_DAYS = re.compile(r"số liệu|\(\s*(?:tính\s+)?(?:từ|đến)\b|\W*từ\s+(?:ngày\s+)?\d", re.IGNORECASE)
_UNTITLED = 8  # lines of the head of a document without a title


class Heading:
    """Facts that a document states about itself; each is None where it states none."""

    def __init__(self, document: Document, register: UnitRegister):
        self.document, self.register = document, register
        self.lines = [line for block in head_of(document.blocks) for line in lines_of(block)]

    @property
    def sheet(self) -> str:
        return self.document.blocks[0].sheet if self.document.blocks else ""

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
                or is_published_line(line.text)
                or len(line.text) > (150 if line.text.endswith(".") else 300)
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
    def signing(self) -> Signing:
        return Signing(self.lines)

    @property
    def issued_date(self) -> date | None:
        """The day of issue; None when the day was left open ("ngày   tháng   năm 2023")."""
        return self.signing.date

    @property
    def issued_year(self) -> int | None:
        return self.signing.year

    # --- period

    @cached_property
    def title_period(self) -> str | None:
        return self._period_in(self.title)

    @cached_property
    def body_period(self) -> str | None:
        """The period of the opening sentence, where it says what is reported."""
        if self.opening is None:
            return None
        sentence = re.split(r"[;.]\s", self.opening.text)[-1]
        said = re.search(r"báo cáo|ban hành kế hoạch", sentence, re.IGNORECASE)
        spoken = re.split(r"(?:ủy ban|uỷ ban|ubnd)", sentence, flags=re.IGNORECASE)[-1] if said else sentence
        return self._period_in(spoken) or (None if self.title_period else self._period_in(self.opening.text))

    @cached_property
    def periods(self) -> list[Hint]:
        """Periods that the document states of itself, most believed first: title, else opening; label; else the head.

        Title against opening is a rule of its own (period_title_body), so only one of them is here.
        """
        found = []
        if self.title_period:
            found.append(Hint("tiêu đề", self.title, self.title_place, self.title_period))
        elif self.opening and self.body_period:
            found.append(Hint("câu mở đầu", self.opening.text, self.opening.place, self.body_period))
        labels = ((label, whole_period(label.text)) for label in labelled(self.document, "period"))
        found += [
            Hint("dòng ghi kỳ báo cáo", one_line(label.text), label.place, code) for label, code in labels if code
        ]
        if not found:
            heads = (line for line in self.lines[:20] if len(line.text) < 200 and not CITES.match(line.text))
            coded = ((line, whole_period(line.text)) for line in heads)
            found += next(
                ([Hint("phần đầu", one_line(line.text), line.place, code)] for line, code in coded if code), []
            )
        return found

    @property
    def period(self) -> str | None:
        return self.periods[0].code if self.periods else None

    def _period_in(self, text: str) -> str | None:
        """The period that a text names; where it leaves out the year, that of a report is known by its date."""
        code = find_period(text) if text else None
        if code or not text or self.kind == "plan":
            return code
        if said_on := self.signing.no_later_than or (self.head_days and self.head_days.end):
            return find_period(text, said_on)
        # of a day left open only the year is known: it may be the January after a year's end
        code = find_period(f"{text} năm {self.issued_year}") if self.issued_year else None
        return code if code and period_of_code(code).end.month < 12 else None

    @cached_property
    def head_days(self) -> Hint | None:
        """The days of the figures as the title or a line of the head states them; the first may be left open."""
        title = Line(self.title, self.title_place)
        head = self._above_title if self.title else self.lines[:20]
        for where, line in (("tiêu đề", title), *(("phần đầu", line) for line in head)):
            if len(line.text) > 400 or not (where == "tiêu đề" or _DATA_DAYS.search(line.text)):
                continue
            start, end = stated_span(line.text) or (None, None)
            if end is None and _DATA_UNTIL.search(line.text):
                end = stated_until(line.text)
            if end:
                return Hint(where, one_line(line.text), line.place, start=start, end=end)
        return None

    def days_within(self, code: str) -> tuple[date | None, date | None] | None:
        """The days of the head, else the first span in the text that touches a period: others are of other figures."""
        if self.head_days:
            return self.head_days.start, self.head_days.end
        period = period_of_code(code)
        spans = (span for block in self.document.paragraphs if (span := stated_span(block.text)))
        return next(((start, end) for start, end in spans if start <= period.end and period.start <= end), None)

    # --- unit

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every unit that the document names, for telling namesakes apart by their parents."""
        texts = (line.text for block in self.document.blocks for line in lines_of(block))
        return [mention for text in texts for mention in self.register.mentions(text)]

    @cached_property
    def speaker(self) -> Issuer:
        title = Line(self.title, self.title_place)
        return Issuer(self.document, self.register, self._above_title, title, self.kind, self.signing.place)

    @property
    def issuer(self) -> Mention | None:
        """The unit that issued the document, as it names itself."""
        return self.speaker.namings[0].issuer if self.speaker.namings else None

    @property
    def department(self) -> str | None:
        """A department or office that heads the document; its reports are not in the register of units."""
        for number, line in enumerate(self._above_title):
            # letterheads stand in capitals or right on top; a web page's menu names offices too
            if number and _ADDRESSED.match(self._above_title[number - 1].text):
                continue
            if (line.text.isupper() or number < 4) and _DEPARTMENT.match(line.text) and len(line.text) < 80:
                return line.text
        return None


def whole_period(text: str) -> str | None:
    """The period that a line names with its year; None for a form's list of periods to choose from."""
    return None if _OPTIONS.search(text) else find_period(text)
