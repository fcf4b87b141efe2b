"""Dates that a document cites, kept as remarks for the rule book: a plan cannot be dated after the report."""

import re
from collections.abc import Iterable

from orchestration.reports.blocks import Block
from orchestration.reports.found import Remark
from orchestration.reports.issuer.periods import parse_date, stated_span

_CITED = re.compile(
    r"(?:số\s*:?\s*)?(\d+\w*(?:-\w+)?\s*/(?=[\d/]*[^\W\d])[\wĐđ&/-]+)\s*,?\s+ngày\s+(\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4,5}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4,5})",
    re.IGNORECASE,
)
_MAY_BE_DATED = re.compile(r"\d\s*[-–—/.]|ngày", re.IGNORECASE)  # few cells are
_SHORTEST_DATE = 8  # "1/1/2023", "ngày 1/1"
_DATE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/\d{4,5}(?![\d/])")


def read_citations(blocks: Iterable[Block]) -> list[Remark]:
    """Cited documents with their dates, ends of stated spans, and dates that no calendar has; each once."""
    remarks: dict[tuple[str, str], Remark] = {}

    def keep(kind: str, subject: str, text: str, place: str, day=None) -> None:
        remarks.setdefault((kind, subject), Remark(kind, subject, text, place, date_value=day))

    for text, place in _texts(blocks):
        for match in _CITED.finditer(text):
            day = parse_date(match[2])
            if day:
                number = re.sub(r"\s", "", match[1])
                keep(
                    "document_date",
                    f"{number} ngày {day:%d/%m/%Y}",
                    match[0],
                    place(match.start(), match.end()),
                    day,
                )
        for match in _DATE.finditer(text):
            if parse_date(match[0]) is None:
                keep("malformed_date", match[0], match[0], place(match.start(), match.end()))
        span = stated_span(text)
        if span:
            written = f"{span[0]:%d/%m/%Y} – {span[1]:%d/%m/%Y}"
            keep("cutoff_date", written, written, place(0, len(text)), span[1])
    return list(remarks.values())


def _texts(blocks: Iterable[Block]):
    """Texts with a function that gives the locator of a span: cells have one place, paragraphs one a span."""
    for block in blocks:
        if block.text:
            yield block.text, block.span
        for cell in block.cells:
            if len(cell.text) >= _SHORTEST_DATE and _MAY_BE_DATED.search(cell.text):
                yield cell.text, lambda start, end, locator=cell.locator: locator
