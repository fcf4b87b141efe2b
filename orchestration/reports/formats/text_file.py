"""Text files and Markdown: lines are paragraphs, lines with tabs or between pipes are rows of a table."""

import re
from collections.abc import Iterator
from dataclasses import replace

from orchestration.reports.blocks import Block, Cell, bullet_level
from orchestration.reports.formats.encodings import assumed_encoding, decode
from orchestration.reports.formats.web import is_page, read_html
from orchestration.reports.found import Remark
from orchestration.reports.text import clean, without_tags

_MARKER = re.compile(r"\s*(?:[-–—+•*]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]+)[.)]?)\s*")
_SEPARATORS = {"\t": re.compile("\t"), "|": re.compile(r"(?<!\\)\|")}
_RULED = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*|\s*\+[-=+:]+\+\s*")  # |---|:--:| and +----+

# Signs of Markdown that a reader of the page does not see: headings, quotes, fences, bold, italic, code, escapes.
_OPENING = re.compile(r"\s*(?:#{1,6}(?=\s)|>\s?)+|\s*(?:```|~~~).*$|\s*(?:[-=*_]\s*){3,}$")
_EMPHASIS = re.compile(r"""(?<!\\)(?:\*\*+|__+|~~+|`+|(?<!\w)[*_](?=[\w("“])|(?<=[\w.,:;!?%)"”])[*_](?!\w))""")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{}~])")
_BLANK = "\u00a0"  # stands for a sign: three plain spaces would part the columns of a letterhead


def read_txt(name: str, content: bytes) -> Iterator[Block | Remark]:
    """Lines are paragraphs; lines with tabs, or from pipe to pipe, are rows of a table, which a blank line ends."""
    text, assumed = decode(content)
    if is_page(text):
        yield from read_html(name, content)
        return
    lines = [clean(line) for line in text.split("\n")]
    yield from _assumed(name, lines, assumed)
    yield from _blocks(name, lines)


def read_md(name: str, content: bytes) -> Iterator[Block | Remark]:
    """As text. Signs of Markdown become blanks, so that spans still point into the line as it was typed."""
    text, assumed = decode(content)
    lines = [_without_signs(clean(line)) for line in text.split("\n")]
    yield from _assumed(name, lines, assumed)
    for block in _blocks(name, lines):
        indent = len(block.text) - len(block.text.lstrip())
        yield replace(block, level=block.level + indent // 2) if block.level and indent > 1 else block


def _assumed(name: str, lines: list[str], encoding: str | None) -> Iterator[Remark]:
    if encoding:
        number, line = next(((n, line) for n, line in enumerate(lines, start=1) if not line.isascii()), (1, lines[0]))
        yield assumed_encoding(encoding, line, f"{name}!L{number}")


def _blocks(name: str, lines: list[str]) -> Iterator[Block]:
    table, inside = 0, ""  # the separator of the table that the line before belongs to
    for number, line in enumerate(lines, start=1):
        place = f"{name}!L{number}"
        if not line.strip():
            # a row of empty cells does not end its table
            inside = inside if "\t" in line else ""
            continue
        if _is_rule(line):
            continue
        header = number < len(lines) and _is_rule(lines[number])
        separator = _separator(line, inside, header)
        if separator:
            table += separator != inside
            yield Block("", place, tuple(_text_cells(place, line, separator)), table=table)
        else:
            yield Block(line, place, level=bullet_level(line))
        inside = separator


def _is_rule(line: str) -> bool:
    return ("|" in line or "+" in line) and _RULED.fullmatch(line) is not None


def _separator(line: str, inside: str, header: bool) -> str:
    """What parts the cells of a line, "|" or a tab; empty when it is no row. ``header``: a rule follows it."""
    outer = line.strip()
    if "|" in outer and (header or inside == "|" or (outer[0] == outer[-1] == "|" and outer.strip("| \t"))):
        return "|"
    cells = line.split("\t")
    filled = [cell for cell in cells if cell.strip()]
    # an indented paragraph or "1.⇥Mục đích" opens no table
    opens = len(filled) > 1 and not (len(cells) == 2 and _MARKER.fullmatch(cells[0]))
    return "\t" if opens or (inside == "\t" and len(cells) > 1) else ""


def _text_cells(place: str, line: str, separator: str) -> Iterator[Cell]:
    parts = _SEPARATORS[separator].split(line)
    # what stands outside of the outer pipes is no cell
    first, last = (bool(not parts[0].strip()), len(parts) - (not parts[-1].strip())) if separator == "|" else (0, None)
    start = 0
    for number, raw in enumerate(parts[:last]):
        if number >= first:
            lead = len(raw) - len(raw.lstrip())
            width = max(len(raw.strip()), 1)
            yield Cell(without_tags(raw.replace("\\|", "|")), f"{place}:{start + lead + 1}-{start + lead + width}")
        start += len(raw) + 1


def _without_signs(line: str) -> str:
    opening = _OPENING.match(line)
    line = _BLANK * opening.end() + line[opening.end() :] if opening else line
    line = _EMPHASIS.sub(lambda sign: _BLANK * len(sign[0]), line)
    return _ESCAPE.sub(lambda escaped: escaped[0] if escaped[1] == "|" else f"{escaped[1]}{_BLANK}", line)
