"""The answer of a query as a workbook, for spreadsheets.

CSV is for programs: UTF-8 without a mark, commas, decimal points. A Vietnamese Excel that opens such a file expects
semicolons and decimal commas and reads the letters in a code page of Windows; a mark of UTF-8 mends the letters alone
and stands in the first column's name for every program. A workbook leaves nothing to guess.
"""

import io
import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from orchestration.warehouse.query import Answer

_MOST_ROWS = 1_048_576  # of a sheet of Excel
_NARROWEST, _WIDEST, _ROWS_MEASURED = 8, 60, 200


class TooLongForASheet(ValueError):
    """More rows than a sheet holds."""


def workbook_of(answer: Answer) -> bytes:
    """An .xlsx of one sheet: numbers as numbers, dates as dates, text as it stands. Raises TooLongForASheet."""
    if len(answer.rows) >= _MOST_ROWS:
        raise TooLongForASheet(f"{len(answer.rows)} rows, a sheet holds {_MOST_ROWS - 1}: use --format csv or Parquet")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("cchc")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(answer.columns):
        longest = max([len(column), *(len(str(row[number])) for row in answer.rows[:_ROWS_MEASURED])])
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(max(longest + 2, _NARROWEST), _WIDEST)
    heads = [WriteOnlyCell(sheet, column) for column in answer.columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in answer.rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    has_zone = isinstance(value, datetime | time) and value.tzinfo is not None
    is_odd = isinstance(value, float | Decimal) and not math.isfinite(value)
    if value is None or (isinstance(value, int | float | Decimal | date | time) and not has_zone and not is_odd):
        return value
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"  # "=1+1" typed in a report is text, no formula
    return cell
