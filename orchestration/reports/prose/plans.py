"""Plans: the targets they set (ranges, minimums, ranks) and the tasks they hand out."""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.found import Found, Target, Task
from orchestration.reports.issuer.periods import parse_date
from orchestration.reports.numbers import parse_number
from orchestration.reports.prose.lexicon import UNKNOWN, load_lexicon
from orchestration.reports.text import bare, one_line, plain

_N = r"(\d+(?:[.,]\d+)*)"
_RANGE = re.compile(rf"(?:từ\s+|trên\s+)?{_N}\s*%?\s*[-–]\s*{_N}\s*(%|điểm)", re.IGNORECASE)
AIM = re.compile(
    r"(?:từ|trên|tối thiểu|ít nhất|không dưới|đạt|duy trì|đảm bảo|bảo đảm|≥|>)?\s*"
    rf"(?P<n>{_N})\s*(?:%|điểm)(?:\s*trở lên)?",
    re.IGNORECASE,
)
_RANK = re.compile(r"(?:nhóm|top|trong)\s+(\d{1,2})\s+(?:đơn vị|địa phương|huyện|tỉnh|xã|cơ quan)", re.IGNORECASE)
_HEADINGS = (re.compile(r"\s*[IVX]+\s*\."), re.compile(r"\s*\d+(?:\.\d+)*\s*\."), re.compile(r"\s*[a-zđ]\s*[).]"))
_AREAS = re.compile(r"(?:VIII|VII|VI|IV|IX|III|II|I|V|X)")
AT_MOST = re.compile(r"(?:tối đa|không quá|dưới|giảm còn|≤|<)\s*$", re.IGNORECASE)


def read_targets(paragraphs: Iterable[Block], period_code: str | None) -> list[Target]:
    """Targets set under a plan's "Mục tiêu" headings; ``period_code`` is the plan's, used where none is named."""
    targets: list[Target] = []
    aims_rank: int | None = None  # of the heading that opened the aims; one of its rank ends them
    target_period = period_code
    for block in paragraphs:
        text = block.text
        rank = next((rank for rank, mark in enumerate(_HEADINGS) if mark.match(text)), None)
        if rank is not None and len(text) < 120:
            if aims_rank is None or rank <= aims_rank:
                aims_rank = rank if "mục tiêu" in text.lower() else None
                year = re.search(r"đến\s+năm\s+(\d{4})", text, re.IGNORECASE)
                target_period = year[1] if year else period_code
            continue
        if aims_rank is not None:
            targets += _targets_of(block, target_period)
    return targets


def _targets_of(block: Block, period_code: str | None) -> list[Target]:
    """One target a clause and aim; the indicator is told by the words of the clause."""
    targets = []
    start = 0
    for clause in re.split(r"(?<=;)", block.text):
        before = 0  # where the aim before ends
        aims = [*_RANGE.finditer(clause), *_single_aims(clause), *_RANK.finditer(clause)]
        for match in sorted(aims, key=lambda match: match.start()):
            words = plain(clause[before : match.start()])
            scope = load_lexicon().scope_in(words) or "all"
            is_of_a_part = before > 0 and re.search(r"lĩnh vực|trong đó", words)
            before = match.end()
            if AT_MOST.search(clause[: match.start()]) or is_of_a_part or scope == UNKNOWN:
                continue
            indicator = _indicator(clause, match)
            comparator, low, high = _bounds(match)
            if indicator and (low is not None or high is not None):
                locator = block.span(start + match.start(), start + match.end())
                period = _year_of(clause, match) or period_code
                targets.append(Target(indicator, comparator, low, high, one_line(clause), locator, period, scope))
        start += len(clause)
    return targets


def _year_of(clause: str, match: re.Match[str]) -> str | None:
    """The year that a clause names for an aim; the year of a comparison is none."""
    years = re.findall(r"(?<!so với )năm\s+(\d{4})", clause[: match.start()], re.IGNORECASE)
    return years[-1] if years else None


def _single_aims(clause: str) -> list[re.Match[str]]:
    ranges = [match.span() for match in _RANGE.finditer(clause)]
    return [m for m in AIM.finditer(clause) if not any(m.start() < end and m.end() > start for start, end in ranges)]


def _bounds(match: re.Match[str]) -> tuple[str, float | None, float | None]:
    """Comparator and bounds of an aim: a range, a minimum, or a rank to reach."""
    if match.re is _RANK:
        return "rank", None, float(match[1])
    if match.re is _RANGE:
        low, high = parse_number(match[1]), parse_number(match[2])
        return "range", low.value if low else None, high.value if high else None
    number = parse_number(match["n"])
    return "min", number.value if number else None, None


def _indicator(clause: str, match: re.Match[str]) -> str | None:
    """The indicator that the clause speaks of: the phrases of the part around the aim first, then of all."""
    parts = re.split(r",\s|\svà nằm\s", clause)
    position = 0
    near = clause
    for part in parts:
        if position <= match.start() <= position + len(part):
            near = part
        position += len(part) + 2
    for text in (near, clause):
        fitting = [
            phrase.indicator for phrase in load_lexicon().targets if phrase.fits(plain(text), plain(text), plain(text))
        ]
        fitting = [f for f in fitting if (f == "par_index_rank") == (match.re is _RANK)]
        if fitting:
            return fitting[0]
    return None


# --- tasks ------------------------------------------------------------------------------------------------


def read_tasks(blocks: Iterable[Block]) -> Found:
    """Tasks of a plan's task table: fields I–IX, what to remedy or maintain, who, until when."""
    found = Found()
    columns: dict[str, int] | None = None
    area, kind = "", None
    last: Task | None = None
    for number, group in groupby(blocks, key=lambda block: (block.sheet, block.table)):
        if number[1] == 0:
            continue
        for block in group:
            header = _task_columns(block.cells)
            if header:
                columns = header
                continue
            if columns is None or len(block.cells) <= max(columns.values()):
                continue
            stt, subject = _cell(block, columns["number"]), _cell(block, columns["subject"])
            if _AREAS.fullmatch(stt.rstrip(".")):
                area, kind, last = stt.rstrip("."), None, None
            elif not stt and re.match(r"nội dung cần", subject, re.IGNORECASE):
                kind, last = ("remedy" if "khắc phục" in subject.lower() else "maintain"), None
            elif stt:
                last = Task(area, kind, "", "", "", "", None, None, block.place)
                found.tasks.append(last)
                _extend(last, block, columns)
            elif last:  # a row broken over two pages goes on
                _extend(last, block, columns)
    for task in found.tasks:
        task.deadline_date, task.recurrence = deadline(task.deadline_text), recurrence(task.deadline_text)
    return found


def _task_columns(cells: tuple[Cell, ...]) -> dict[str, int] | None:
    words = [bare(cell.text) for cell in cells]
    roles = {"number": r"s?tt", "subject": r"noi dung.*|tieu chi.*", "content": r"nhiem vu.*|giai phap.*|hoat dong.*",
             "units": r"(?:co quan|don vi).*", "deadline": r"thoi (?:gian|han).*"}  # fmt: skip
    columns = {role: next((n for n, w in enumerate(words) if re.fullmatch(p, w)), -1) for role, p in roles.items()}
    if columns["content"] == columns["subject"]:
        return None
    return columns if min(columns.values()) >= 0 else None


def _cell(block: Block, column: int) -> str:
    return block.cells[column].text.strip() if column < len(block.cells) else ""


def _extend(task: Task, block: Block, columns: dict[str, int]) -> None:
    for attribute, role in (
        ("subject", "subject"),
        ("content", "content"),
        ("responsible_units", "units"),
        ("deadline_text", "deadline"),
    ):
        more = _cell(block, columns[role])
        if more:
            setattr(task, attribute, f"{getattr(task, attribute)}\n{more}".strip())


_QUARTER = r"(?:IV|III|II|I|[1-4])"
_MONTH_OF = re.compile(r"(trước\s+)?tháng\s+(1[0-2]|0?[1-9])\s*(?:/|năm\s+)\s*(\d{4})", re.IGNORECASE)
_QUARTER_OF = re.compile(
    rf"quý\s+(?:{_QUARTER}\s*(?:,|và|-|–)\s*(?:quý\s+)?)*({_QUARTER})\s*(?:/|năm\s+)\s*(\d{{4}})", re.IGNORECASE
)
_MONTHS_OF = re.compile(r"\b0?(6|9)\s+tháng\s+(?:đầu\s+)?năm\s+(\d{4})", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)
_CITED = re.compile(r"số\s*:?\s*\d+[^\s,;)]*/[^\s,;)]+(?:\s+ngày\s+\d{1,2}/\d{1,2}/\d{4})?", re.IGNORECASE)


def deadline(text: str) -> date | None:
    """The last day that a deadline names: "tháng 5/2024", "trước tháng 11/2024", "quý III/2024", "năm 2024"."""
    text = _CITED.sub(" ", text)
    days = [day for match in _DAY.finditer(text) if (day := parse_date(match[0]))]
    text = _DAY.sub(" ", text)
    for match in _MONTH_OF.finditer(text):
        year, month = int(match[3]), int(match[2])
        if match[1]:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        days.append(_month_end(year, month))
    for match in _QUARTER_OF.finditer(text):
        quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(match[1].upper()) or int(match[1])
        days.append(_month_end(int(match[2]), 3 * quarter))
    days += [_month_end(int(match[2]), int(match[1])) for match in _MONTHS_OF.finditer(text)]
    if not days:
        days = [date(int(m[1]), 12, 31) for m in re.finditer(r"(?<!/)(?<!tháng )năm\s+(\d{4})", text, re.IGNORECASE)]
    return max(days, default=None)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_RECURRENCES = (
    ("monthly", r"(?:h[àằ]ng|mỗi|định kỳ)\s+tháng"),
    ("quarterly", r"(?:h[àằ]ng|mỗi|định kỳ)\s+quý"),
    ("yearly", r"(?:h[àằ]ng|mỗi|định kỳ)\s+năm"),
    ("regular", r"thường\s+xuyên"),
)


def recurrence(text: str) -> str | None:
    """How often a task returns: the first that its deadline names, a calendar rhythm before "thường xuyên"."""
    return next((name for name, pattern in _RECURRENCES if re.search(pattern, text, re.IGNORECASE)), None)
