"""Styles of an .ods file, as far as they say what a cell shows: number formats, raised and struck text, hidden sheets,
headers and footers.

OpenDocument spells a number format out in elements; they are put into the format code that Excel would write, so
that formats are understood in one place. Source: OpenDocument 1.3 part 3, 16.29 (data styles).
"""

import math
from collections.abc import Iterator

from lxml import etree

from orchestration.reports.formats.number_formats import NumberFormat, number_format
from orchestration.reports.text import clean, one_line

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_N = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_COUNTERS = [
    f"{_TEXT}{name}" for name in ("page-number", "page-count", "sheet-name", "date", "time", "title", "file-name")
]
_FORMATS = (f"{_N}number-style", f"{_N}percentage-style", f"{_N}currency-style")


class Styles:
    """The named styles of the parts of a file."""

    def __init__(self, *parts: etree._Element):
        self._codes: dict[str, str] = {}
        self._cells: dict[str, tuple[str | None, str | None]] = {}  # number format and parent of a cell's style
        self.raised: set[str] = set()
        self.struck: set[str] = set()
        self.hidden_tables: set[str] = set()
        self._pages: dict[str, str] = {}  # master page of a sheet's style
        self._margins: dict[str, list[tuple[str, str]]] = {}
        for root in parts:
            formats = list(root.iter(*_FORMATS))
            codes = {style.get(f"{_STYLE}name", ""): _code(style) for style in formats}
            for style in formats:
                name = style.get(f"{_STYLE}name", "")
                self._codes[name] = "".join((*_conditions(style, codes), codes[name]))
            for style in root.iter(f"{_STYLE}style"):
                self._add(style.get(f"{_STYLE}name", ""), style)
            for page in root.iter(f"{_STYLE}master-page"):
                self._margins[page.get(f"{_STYLE}name", "")] = list(_margins(page))

    def margins(self, table_style: str | None) -> list[tuple[str, str]]:
        """What stands at the edges of the pages of a sheet, with "header" or "footer"."""
        return self._margins.get(self._pages.get(table_style or "", "Default"), [])

    def number_format(self, cell_style: str | None) -> NumberFormat | None:
        """The number format of a cell's style, or of the nearest one that it is derived from."""
        for _ in range(10):  # styles that are derived from each other in a circle end too
            data, cell_style = self._cells.get(cell_style or "", (None, None))
            if data is not None:
                return number_format(self._codes.get(data, ""))
        return None

    def _add(self, name: str, style: etree._Element) -> None:
        family = style.get(f"{_STYLE}family")
        lines = (
            properties.get(f"{_STYLE}text-line-through-{kind}") for properties in style for kind in ("style", "type")
        )
        if any(line not in (None, "none") for line in lines):
            self.struck.add(name)
        if family == "table-cell":
            self._cells[name] = style.get(f"{_STYLE}data-style-name"), style.get(f"{_STYLE}parent-style-name")
        elif family == "text":
            position = (properties.get(f"{_STYLE}text-position", "") for properties in style)
            if any(p.startswith("super") or (p[:1].isdigit() and not p.startswith("0%")) for p in position):
                self.raised.add(name)
        elif family == "table":
            self._pages[name] = style.get(f"{_STYLE}master-page-name", "Default")
            if any(properties.get(f"{_TABLE}display") == "false" for properties in style):
                self.hidden_tables.add(name)


def _margins(page: etree._Element) -> Iterator[tuple[str, str]]:
    for kind in ("header", "footer"):
        for part in page.iterchildren(f"{_STYLE}{kind}", f"{_STYLE}{kind}-left", f"{_STYLE}{kind}-first"):
            if part.get(f"{_STYLE}display") != "false":
                etree.strip_elements(part, *_COUNTERS, with_tail=False)
                for paragraph in part.iter(f"{_TEXT}p"):
                    if text := one_line(clean("".join(paragraph.itertext()))):
                        yield kind, text


def _code(style: etree._Element) -> str:
    """The format code of a data style without its conditions."""
    code = ""
    for part in style:
        if part.tag == f"{_N}text":
            words = (part.text or "").replace('"', "")
            # the sign of a percentage multiplies, in any other style it is a word
            code += "%".join(f'"{word}"' for word in words.split("%")) if "percentage" in style.tag else f'"{words}"'
        elif part.tag == f"{_N}fraction":
            fixed = part.get(f"{_N}denominator-value")
            digits = part.get(f"{_N}min-denominator-digits", "1")
            whole = "# " if f"{_N}min-integer-digits" in part.attrib else ""
            code += f"{whole}?/{fixed or '?' * int(digits if digits.isdigit() and len(digits) < 2 else 1)}"
        elif part.tag in (f"{_N}number", f"{_N}scientific-number"):
            factor = part.get(f"{_N}display-factor", "1")
            thousands = round(math.log(float(factor), 1000)) if factor.isdigit() and 0 < float(factor) < 1e15 else 0
            code += "0" + "," * thousands
    return code


def _conditions(style: etree._Element, codes: dict[str, str]) -> list[str]:
    """The sections of a format that are for some numbers only: '[>=1000000]0,,"tr";'."""
    sections = []
    for case in style.iterchildren(f"{_STYLE}map"):
        condition = case.get(f"{_STYLE}condition", "").replace("value()", "").replace(" ", "").replace("!=", "<>")
        sections.append(f"[{condition}]{codes.get(case.get(f'{_STYLE}apply-style-name', ''), '0')};")
    return sections[:2]
