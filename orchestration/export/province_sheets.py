"""The workbook of provinces as officers print it: a sheet a form, a block an indicator, a row a province.

A4 landscape, one page wide, column heads on every page. Words stand in words_vi.yml. Number formats carry the
Vietnamese locale (27.185 and 41,67); Excel shows the separators of the computer it runs on.
"""

from collections.abc import Iterator
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.export.comparison import Comparison, Row
from orchestration.reports.issuer.periods import period_words

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words_vi.yml").read_text(encoding="utf-8"))
_WIDTHS = {"number": 5, "province": 29, "value": 18, "rank": 9, "previous": 18, "change": 18, "gap": 17, "units": 15}
_WIDTHS |= {"coverage": 9, "distrusted": 11, "basis": 22, "note": 22}
_COLUMNS = list(_WIDTHS)
_HEAD_ROW = 4
_LINE = 15.0  # points, of a line of the 11-point font
# Points of rows on a page: the height of A4 landscape less its margins, at the scale that fits the width.
_PAGE = 680.0
_FONT = "Times New Roman"  # official documents: Nghị định 30/2020/NĐ-CP
_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL, _BLOCK_FILL = PatternFill("solid", fgColor="D9E2F3"), PatternFill("solid", fgColor="F2F2F2")
_TEXT_COLUMNS = ("province", "basis", "note")


def workbook(comparison: Comparison, minimum: float, today: date) -> Workbook:
    """A sheet for each form. ``minimum``: the coverage (0 to 1) from which a value rolled up is ranked."""
    book = Workbook()
    book.remove(book.worksheets[0])
    # widths of columns are counted in digits of this font
    book._named_styles["Normal"].font = Font(name=_FONT, size=11)
    for form, indicators in comparison.forms.items():
        sheet = book.create_sheet(_sheet_name(_form_words(form), book.sheetnames))
        _Sheet(sheet, comparison, _form_words(form), minimum, today).fill(indicators)
    return book


class _Sheet:
    """One sheet, written from top to bottom."""

    def __init__(self, sheet: Worksheet, comparison: Comparison, form: str, minimum: float, today: date) -> None:
        self.sheet, self.comparison, self.form, self.today = sheet, comparison, form, today
        self.minimum, self.row, self.height_on_page = minimum, 0, 0.0
        self.reasons: dict[str, None] = {}  # why rows lack a rank or a value, as they came up

    def fill(self, indicators: list[list[Row]]) -> None:
        self._set_page()
        self._titles()
        for count, rows in enumerate(indicators, start=1):
            self._block(count, rows)
        self._notes()

    def _set_page(self) -> None:
        sheet = self.sheet
        for number, width in enumerate(_WIDTHS.values(), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages as it takes
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom = 0.6, 0.7  # inches
        sheet.print_options.horizontalCentered = True
        sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
        sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
        sheet.oddFooter.left.text = WORDS["footer_day"].format(day=f"{self.today:%d/%m/%Y}")
        sheet.oddFooter.center.text = self.form
        sheet.oddFooter.right.text = WORDS["footer_page"]

    def _titles(self) -> None:
        compared = self.comparison
        period, boundary = period_words(compared.period_code), WORDS["boundary"][compared.boundary]
        self._line(WORDS["title"], Font(name=_FONT, size=14, bold=True), align="center")
        self._line(
            WORDS["subtitle"].format(period=period, boundary=boundary), Font(name=_FONT, size=12), align="center"
        )
        self._line(self.form, Font(name=_FONT, size=12, bold=True), align="center")
        self.row += 1
        for number, name in enumerate(_COLUMNS, start=1):
            cell = self.sheet.cell(self.row, number, WORDS["columns"][name])
            cell.font, cell.fill, cell.border = Font(name=_FONT, size=11, bold=True), _HEAD_FILL, _GRID
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._take(2 * _LINE + 2)

    def _block(self, count: int, rows: list[Row]) -> None:
        first = rows[0]
        name = WORDS["indicator"].format(count=count, name=first["name_vi"])
        name += WORDS["indicator_row"].format(row=first["row_code"]) if first["row_code"] else ""
        name += WORDS["unverified"] if first["source_status"] == "reconstructed_unverified" else ""
        self._begin_page_unless_fits((len(rows) + 1) * _LINE + 2 * (_LINE + 2))
        self._line(name, Font(name=_FONT, size=11, bold=True), fill=_BLOCK_FILL)
        self._line(_measure(first), Font(name=_FONT, size=11, italic=True), fill=_BLOCK_FILL)
        for number, row in enumerate(rows, start=1):
            self._values(self._shown(number, row), _formats(row))
        ranked = next((row for row in rows if row["rank_of"] is not None), None)
        words = WORDS["median"].format(count=ranked["rank_of"]) if ranked else WORDS["nobody_ranked"]
        median = {"province": words, "value": ranked["median_value"] if ranked else None}
        self._values(median, _formats(first), Font(name=_FONT, size=11, italic=True))

    def _shown(self, number: int, row: Row) -> dict[str, Any]:
        """What stands in each column; None where there is nothing to say."""
        reason = _reason(row)
        if reason:
            self.reasons[reason] = None
        return {
            "number": number,
            "province": row["province_name"],
            "value": row["value"],
            "rank": row["rank"],
            "previous": row["previous_value"],
            "change": row["change"],
            "gap": row["gap_to_best"],
            "units": WORDS["units"].format(reporting=row["units_reporting"], expected=row["units_expected"]),
            "coverage": None if row["coverage"] is None else 100 * row["coverage"],
            "distrusted": row["distrusted_values"],
            "basis": WORDS["basis"].get(row["basis"]),
            "note": _reason_words(reason)["short"] if reason else "",
        }

    def _values(self, shown: dict[str, Any], formats: dict[str, str], font: Font | None = None) -> None:
        self.row += 1
        for number, name in enumerate(_COLUMNS, start=1):
            value = shown.get(name, "")
            cell = self.sheet.cell(self.row, number, WORDS["nothing"] if value is None else value)
            cell.font, cell.border = font or Font(name=_FONT, size=11), _GRID
            side = "left" if name in _TEXT_COLUMNS else "center" if name in ("number", "rank", "units") else "right"
            cell.alignment = Alignment(
                horizontal=side, vertical="center", wrap_text=name in _TEXT_COLUMNS, indent=side != "center"
            )
            if isinstance(value, int | float):
                cell.number_format = formats.get(name, _WHOLE)
        self._take(_LINE)

    def _notes(self) -> None:
        used = [_reason_words(reason)["long"].format(minimum=f"{100 * self.minimum:g}%") for reason in self.reasons]
        self.row += 1
        self._line(WORDS["notes_title"], Font(name=_FONT, size=11, bold=True))
        for text in [*WORDS["notes"], *used]:
            self._line(f"- {text}", Font(name=_FONT, size=11))

    def _line(self, text: str, font: Font, align: str = "left", fill: PatternFill | None = None) -> None:
        """A text over all columns; its row is as high as the text needs: Excel does not fit rows of merged cells."""
        self.row += 1
        self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(_COLUMNS))
        for cell in self.sheet[self.row]:
            if fill:
                cell.fill, cell.border = fill, _GRID
        cell = self.sheet.cell(self.row, 1, text)
        cell.font, cell.alignment = font, Alignment(horizontal=align, vertical="center", wrap_text=True)
        lines = ceil(len(text) * font.size / 11 / (0.95 * sum(_WIDTHS.values())))
        self._take(lines * (font.size + 4) + 2)

    def _take(self, height: float) -> None:
        self.sheet.row_dimensions[self.row].height = height
        self.height_on_page += height

    def _begin_page_unless_fits(self, height: float) -> None:
        """A block that fits on one page is not cut; one that does not begins where it may."""
        head = 2 * _LINE
        if self.height_on_page + height > _PAGE and height + head < _PAGE:
            self.sheet.row_breaks.append(Break(id=self.row))
            self.height_on_page = head


_WHOLE, _TWO_PLACES = "[$-42A]#,##0", "[$-42A]#,##0.00"
_SIGNED = {_WHOLE: "[$-42A]+#,##0;-#,##0;0", _TWO_PLACES: "[$-42A]+#,##0.00;-#,##0.00;0.00"}


def _formats(row: Row) -> dict[str, str]:
    """Number format of each column whose numbers are those of the indicator: two places unless it counts."""
    numbers = [row[name] for name in ("value", "previous_value", "change", "median_value", "gap_to_best")]
    counts = row["value_type"] not in ("percent", "score") and all(n is None or n == int(n) for n in numbers)
    plain = _WHOLE if counts else _TWO_PLACES
    return {"value": plain, "previous": plain, "gap": plain, "change": _SIGNED[plain], "coverage": _TWO_PLACES}


def _measure(row: Row) -> str:
    """ "Đơn vị tính: Hồ sơ. Cao hơn là tốt hơn."; money is held in đồng, whatever the form prints."""
    unit = WORDS["money"] if row["value_type"] == "money" else row["unit_of_measure"] or WORDS["nothing"]
    parts = [WORDS["measure"].format(unit=unit)]
    if row.get("period_basis") in WORDS["period_basis"]:
        parts.append(WORDS["period_basis"][row["period_basis"]])
    return ". ".join([*parts, WORDS["direction"][row["direction"]]]) + "."


def _reason(row: Row) -> str | None:
    """Why the row has no value, else why it has no rank."""
    if row["value"] is None:
        return row.get("no_value_reason") or "no_value"
    return "incomplete" if row["rank"] is None else None


def _reason_words(reason: str) -> dict[str, str]:
    words: dict[str, str] = WORDS["reasons"].get(reason, WORDS["no_value"])
    return words


def _form_words(form: str | None) -> str:
    if form is None:
        return WORDS["no_form"]
    if form in WORDS["form"]:
        return WORDS["form"][form]
    for prefix, words in WORDS["form_prefix"].items():
        if form.startswith(prefix):
            return words.format(form=form.removeprefix(prefix))
    return WORDS["other_form"].format(form=form)


def _sheet_name(words: str, taken: list[str]) -> str:
    """At most 31 characters, none of those that Excel forbids, no other sheet's."""
    name = "".join("-" if sign in "[]:*?/\\" else sign for sign in words)[:31]
    return next(found for found in _numbered(name) if found not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in range(2, 1000):
        yield f"{name[:27]} {number}"
