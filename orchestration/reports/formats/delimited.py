"""Spreadsheets as text (.csv, .tsv): the delimiter is the one by which the records agree with each other."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePath

from orchestration.reports.blocks import Block, Cell, UnreadableFile, bullet_level, too_large
from orchestration.reports.formats.encodings import assumed_encoding, decode
from orchestration.reports.formats.sheets import column_letters
from orchestration.reports.formats.web import is_page, read_html
from orchestration.reports.found import Remark
from orchestration.reports.text import clean, without_tags

_DELIMITERS = ("\t", ";", "|", ",")  # of two that fit as well, the one that sentences hold less often
_SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[;,\t]*\n", re.IGNORECASE)
_DECIMAL = re.compile(r"\s*\d{1,3}(?:\.\d{3})*,\d{1,4}\s*%?\s*|\s*\d+,\d{1,4}\s*%?\s*")
_HEADER = 3  # fields that a header has at least
_PROBED = 50_000  # characters that tell the delimiter
_MAX_CELLS = 300_000
_LONGEST_LABEL = 120  # characters


def read_csv(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Rows of one table, their cells placed as Excel shows them when it opens the file.

    A record with nothing but a long text in its first cell is a paragraph, as is any in a file without a table.

    Raises UnreadableFile when the text cannot be decoded or has more cells than any report.
    """
    text, assumed = decode(content)
    if is_page(text):
        yield from read_html(name, content)
        return
    # Excel takes the line "sep=;" as an order and does not show it
    said = _SEP_LINE.match(text)
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(text)
    records = _records(text, delimiter)
    if delimiter == ",":
        records = _with_decimals(records)
    records = [_filled(record) for record in records]
    if sum(map(len, records)) > _MAX_CELLS:
        raise too_large()
    is_table = any(len(record) > 1 for record in records)
    prose = [len(record) == 1 and (len(record[0]) > _LONGEST_LABEL or not is_table) for record in records]
    # Excel names the only sheet after the file, and "BM4.csv" may be all that tells the form
    sheet = "" if any(prose) else PurePath(name).stem
    for number, (record, is_prose) in enumerate(zip(records, prose, strict=True), start=1):
        if not record:
            continue
        place = f"{name}!A{number}"
        if assumed:
            yield assumed_encoding(assumed, " ".join(record), place)
            assumed = None
        if is_prose:
            text = clean(record[0])
            yield Block(text, place, level=bullet_level(text))
        else:
            cells = (Cell(without_tags(field), f"{name}!{column_letters(n)}{number}") for n, field in enumerate(record))
            yield Block("", place, tuple(cells), table=1, sheet=sheet)


def _filled(record: list[str]) -> list[str]:
    """The record without the empty fields at its end."""
    width = max((n for n, field in enumerate(record, start=1) if field.strip()), default=0)
    return record[:width]


def _with_decimals(records: list[list[str]]) -> list[list[str]]:
    """Records that are wider than the header by a decimal comma ("…,%,95,9,"), with that figure in one field again.

    Only where one pair of neighbours can be such a figure.
    """
    width = next((len(record) for record in records if sum(map(bool, record)) >= _HEADER), 0)
    joined = []
    for record in records:
        pairs = [n for n, pair in enumerate(pairwise(record)) if _DECIMAL.fullmatch(",".join(pair))]
        if len(record) == width + 1 and len(pairs) == 1:
            at = pairs[0]
            record = [*record[:at], ",".join(record[at : at + 2]), *record[at + 2 :]]
        joined.append(record)
    return joined


def _delimiter(text: str) -> str:
    """The one by which most records are as wide as the record before; of several, the one that makes most cells."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = [len(record) for record in _records(text[:_PROBED], delimiter) if record]
        equal = sum(width for width, before in pairwise(widths) if width == before and width > 1)
        return equal, sum(widths)

    return max(_DELIMITERS, key=agreement)


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Fields by record. Quotation marks that do not pair are read line by line, lest one swallow the rest."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        lines = text.split("\n")
    try:
        return [next(csv.reader([line], delimiter=delimiter), []) for line in lines]
    except csv.Error:
        raise UnreadableFile(f"có ô dài hơn {csv.field_size_limit()} ký tự; không phải bảng số liệu") from None
