"""`cchc sql`: CSV for programs, a workbook for spreadsheets; Vietnamese text, dates and numbers survive both."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from click.testing import CliRunner, Result

from orchestration.cli import main
from orchestration.export import answer_sheet
from orchestration.warehouse.query import Answer

SQL = """
    select 'Huyện Hương Khê, tỉnh Hà Tĩnh' as "đơn vị", 95.9 :: double as rate, 27185 :: bigint as received,
        date '2023-03-14' as day, timestamp '2026-11-27 19:27:08' as seen, '=1+1' as typed, '04/11' as rank,
        null as nothing, true as is_late, ['BM1!D13', 'BM1!D14'] as cells, 'nan' :: double as odd
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    duckdb.connect(folder / "cchc.duckdb").close()
    return folder


def sql(warehouse: Path, statement: str, output: str) -> Result:
    runner = CliRunner(env={"CCHC_WAREHOUSE_DIR": str(warehouse)})
    return runner.invoke(main, ["sql", statement, "--format", output])


def test_csv_is_plain_utf8_that_programs_read(warehouse: Path) -> None:
    written = sql(warehouse, SQL, "csv").stdout_bytes
    assert not written.startswith(b"\xef\xbb\xbf")  # it would stand in the name of the first column
    [row] = csv.DictReader(io.StringIO(written.decode()))
    assert (row["đơn vị"], row["received"], row["cells"]) == (
        "Huyện Hương Khê, tỉnh Hà Tĩnh", "27185", "BM1!D13; BM1!D14",
    )  # fmt: skip
    for table in (pd.read_csv(io.BytesIO(written)), pl.read_csv(written)):
        assert list(table["đơn vị"]) == ["Huyện Hương Khê, tỉnh Hà Tĩnh"]
        assert list(table["rate"]) == [95.9]


def test_a_workbook_keeps_numbers_dates_and_text(warehouse: Path) -> None:
    result = sql(warehouse, SQL, "xlsx")
    assert result.exit_code == 0, result.stderr
    sheet = openpyxl.load_workbook(io.BytesIO(result.stdout_bytes)).worksheets[0]
    heads, values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = dict(zip(heads, values, strict=True))
    assert row == {
        "đơn vị": "Huyện Hương Khê, tỉnh Hà Tĩnh",
        "rate": 95.9,
        "received": 27185,
        "day": datetime(2023, 3, 14),
        "seen": datetime(2026, 11, 27, 19, 27, 8),
        "typed": "=1+1",
        "rank": "04/11",
        "nothing": None,
        "is_late": True,
        "cells": "BM1!D13; BM1!D14",
        "odd": "nan",
    }
    kinds = {cell.column_letter: cell.data_type for cell in sheet[2]}
    assert (kinds["D"], kinds["F"], kinds["G"]) == ("d", "s", "s")  # no formula, and a rank is no date
    assert sheet.freeze_panes == "A2"


def test_signs_that_no_workbook_holds_are_left_out() -> None:
    book = answer_sheet.workbook_of(Answer(["text"], [("vỡ\x0bdòng",)]))
    assert openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]["A2"].value == "vỡdòng"


def test_an_empty_answer_is_a_sheet_of_heads(warehouse: Path) -> None:
    result = sql(warehouse, "select 1 as a, date '2020-01-01' as b where false", "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(result.stdout_bytes)).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["a", "b"]]


def test_more_rows_than_a_sheet_holds_are_refused(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_sheet, "_MOST_ROWS", 3)
    assert sql(warehouse, "select * from range(2)", "xlsx").exit_code == 0
    result = sql(warehouse, "select * from range(3)", "xlsx")
    assert result.exit_code == 2 and "3 rows, a sheet holds 2" in result.stderr


@pytest.mark.parametrize("zoned", [True, False])
def test_moments_with_a_zone_are_written_out(zoned: bool) -> None:
    moment = datetime.fromisoformat("2026-11-27T19:27:08" + ("+07:00" if zoned else ""))
    book = answer_sheet.workbook_of(Answer(["seen", "day"], [(moment, date(2026, 11, 27))]))
    cell = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]["A2"]
    assert cell.value == ("2026-11-27 19:27:08+07:00" if zoned else moment)
