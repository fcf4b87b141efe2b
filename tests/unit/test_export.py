"""`cchc export`: the comparison of provinces as a workbook that officers print, read back cell by cell."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner, Result
from contract_tables import add, contracts
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.cli import main
from orchestration.export.comparison import NothingToExport, comparison
from orchestration.export.province_sheets import WORDS, workbook
from orchestration.quality.validation import read_suite
from orchestration.settings import Settings

TABLES = ("marts.province_comparison", "marts.dim_indicator", "marts.dim_period")
NAMES = ("Thành phố Hà Nội", "Tỉnh Cao Bằng", "Thành phố Đà Nẵng", "Tỉnh Đắk Lắk")
REACHED, DOSSIERS, DRAFT = "on_time_rate", "dossiers_received", "draft_row"
NO_RANK: dict[str, Any] = {"rank": None, "rank_of": None, "median_value": None, "gap_to_best": None, "change": None}


def has(table: str, column: str) -> bool:
    return column in contracts()[table]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four provinces: two ranked, one of which too few units tell, one without a value where the contract allows it."""
    folder = tmp_path_factory.mktemp("warehouse")
    with duckdb.connect(folder / "cchc.duckdb") as build:
        build.execute("create schema marts")
        for table in TABLES:
            build.execute(f"create table {table} ({', '.join(f'{n} {t}' for n, t in contracts()[table].items())})")
        for code, kind, start, end in (
            ("2026-9M", "nine_months", "2026-01-01", "2026-09-30"),
            ("2026-Q3", "quarter", "2026-07-01", "2026-09-30"),
            ("2025", "year", "2025-01-01", "2025-12-31"),
        ):
            dates = {"start_date": date.fromisoformat(start), "end_date": date.fromisoformat(end)}
            add(build, "marts.dim_period", {"period_code": code, "period_type": kind} | dates)
        for code, form, row, name, unit, kind, status in (
            (REACHED, "BM3", "10", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "percent", "seed_document"),
            (DRAFT, "BM3", "2", "Số cuộc họp", "Cuộc", "count", "reconstructed_unverified"),
            (DOSSIERS, None, None, "Tổng số hồ sơ tiếp nhận", "Hồ sơ", "count", "seed_document"),
            ("money", "BM6", "1.2", "Số vốn đã giải ngân", "Triệu đồng", "money", "seed_document"),
            ("unused", "BM6", "9", "Không ai báo cáo", "Số", "count", "seed_document"),
        ):
            facts = {"indicator_code": code, "form_code": form, "row_code": row, "name_vi": name, "value_type": kind}
            facts |= {"unit_of_measure": unit, "source_status": status, "direction": "higher_better"}
            add(build, "marts.dim_indicator", facts)
        figure(build, 0, REACHED, value=90.0, rank=2, median_value=92.25, gap_to_best=4.5, distrusted_values=3)
        figure(build, 1, REACHED, value=94.5, rank=1, previous_value=95.75, change=-1.25, median_value=92.25)
        figure(build, 2, REACHED, value=99.0, units_reporting=1, units_expected=220, coverage=0.01, **NO_RANK)
        if has("marts.province_comparison", "no_value_reason"):
            figure(build, 3, REACHED, value=None, basis=None, coverage=None, no_value_reason="zero_base", **NO_RANK)
        figure(build, 0, DRAFT, value=5.0)
        figure(build, 0, DOSSIERS, value=27185.0)
        figure(build, 0, "money", value=260_802_000_000.0)
        figure(build, 0, DOSSIERS, period_code="2026-Q3")
        figure(build, 0, DOSSIERS, period_code="2025", boundary="as_reported")
    return folder


def figure(build: duckdb.DuckDBPyConnection, number: int, indicator: str, **changes: Any) -> None:
    place = {"province_code": f"{number:02}", "province_name": NAMES[number], "indicator_code": indicator}
    add(build, "marts.province_comparison", {"rank_of": 2, "units_expected": 126} | place | changes)


def export(folder: Path, *arguments: str) -> Result:
    return CliRunner(env={"CCHC_WAREHOUSE_DIR": str(folder)}).invoke(main, ["export", *arguments])


def sheets(published: Path, tmp_path: Path, *arguments: str) -> dict[str, Worksheet]:
    file = tmp_path / "so-sanh.xlsx"
    result = export(published, "--output", str(file), *arguments)
    assert result.exit_code == 0, result.stderr
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(file).worksheets}


def shown(sheet: Worksheet) -> dict[str, Mapping[str, Any]]:
    """The last row of each province by column, as the head of the sheet names them."""
    head = dict(zip(WORDS["columns"], sheet[4], strict=True))
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=5) if isinstance(row[0].value, int)}
    return {name: {key: row[cell.column - 1] for key, cell in head.items()} for name, row in rows.items()}


def texts(sheet: Worksheet) -> list[str]:
    return [row[0].value for row in sheet.iter_rows() if isinstance(row[0].value, str)]


def test_a_sheet_a_form_in_the_order_of_the_forms_and_the_newest_longest_period(
    published: Path, tmp_path: Path
) -> None:
    found = sheets(published, tmp_path)
    assert list(found) == ["Biểu mẫu 3", "Biểu mẫu 6", "Số liệu ngoài biểu mẫu"]
    lines = texts(found["Biểu mẫu 3"])
    assert lines[0] == "SO SÁNH KẾT QUẢ CẢI CÁCH HÀNH CHÍNH GIỮA CÁC TỈNH, THÀNH PHỐ"
    assert lines[1] == "Kỳ báo cáo: 9 tháng đầu năm 2026. Ranh giới: theo địa giới hành chính hiện nay."
    rows = [line for line in lines if "(dòng" in line]
    assert rows == [
        "1. Số cuộc họp (dòng 2) – tên chỉ tiêu chưa đối chiếu được với văn bản gốc",
        "2. Tỷ lệ hồ sơ giải quyết đúng hạn (dòng 10)",
    ]


def test_numbers_are_numbers_and_the_best_comes_first(published: Path, tmp_path: Path) -> None:
    found = shown(sheets(published, tmp_path, "--indicator", REACHED)["Biểu mẫu 3"])
    assert list(found)[:3] == ["Tỉnh Cao Bằng", "Thành phố Hà Nội", "Thành phố Đà Nẵng"]
    best, second = found["Tỉnh Cao Bằng"], found["Thành phố Hà Nội"]
    columns = ("value", "rank", "previous", "change", "gap", "distrusted")
    assert [best[name].value for name in columns] == [94.5, 1, 95.75, -1.25, "–", 0]
    assert [second[name].value for name in columns] == [90, 2, "–", "–", 4.5, 3]
    assert best["value"].number_format.endswith("#,##0.00") and "+" in best["change"].number_format
    assert best["units"].value == "1/126 đơn vị" and best["basis"].value == "Tổng hợp từ đơn vị"


def test_counts_have_no_decimals_and_money_is_in_dong(published: Path, tmp_path: Path) -> None:
    found = sheets(published, tmp_path)
    dossiers = shown(found["Số liệu ngoài biểu mẫu"])["Thành phố Hà Nội"]["value"]
    assert (dossiers.value, dossiers.number_format) == (27185, "[$-42A]#,##0")
    assert shown(found["Biểu mẫu 6"])["Thành phố Hà Nội"]["value"].value == 260_802_000_000
    assert any(line.startswith("Đơn vị tính: đồng.") for line in texts(found["Biểu mẫu 6"]))


def test_an_incomplete_province_says_so_and_the_note_names_the_threshold(published: Path, tmp_path: Path) -> None:
    found = sheets(published, tmp_path)
    incomplete = shown(found["Biểu mẫu 3"])["Thành phố Đà Nẵng"]
    assert [incomplete[name].value for name in ("value", "rank", "gap", "units", "coverage", "note")] == [
        99, "–", "–", "1/220 đơn vị", 1, "Chưa đủ đơn vị",
    ]  # fmt: skip
    assert any("Chưa đủ đơn vị: " in line and "dưới 90%" in line for line in texts(found["Biểu mẫu 3"]))
    assert not any("Chưa đủ đơn vị: " in line for line in texts(found["Biểu mẫu 6"]))  # nobody there is incomplete


def test_the_median_stands_below_the_ranked(published: Path, tmp_path: Path) -> None:
    sheet = sheets(published, tmp_path, "--indicator", REACHED)["Biểu mẫu 3"]
    [median] = [row for row in sheet.iter_rows() if str(row[1].value).startswith("Trung vị")]
    assert (median[1].value, median[2].value) == ("Trung vị (2 tỉnh được xếp hạng)", 92.25)


@pytest.mark.parametrize(
    ("reason", "words"),
    [("zero_base", "Mẫu số bằng 0"), ("a reason of tomorrow", "Không có giá trị"), (None, "Không có giá trị")],
)
def test_a_missing_value_is_a_dash_with_its_reason(published: Path, reason: str | None, words: str) -> None:
    compared = comparison(published / "cchc.duckdb", None, "current", [DOSSIERS])
    [[row]] = compared.forms[None]
    hole = {**row, **NO_RANK, "value": None, "basis": None, "coverage": None, "no_value_reason": reason}
    compared.forms[None][0].append(hole | {"province_name": "Tỉnh Lào Cai"})
    sheet = workbook(compared, 0.9, date(2026, 11, 27)).worksheets[0]
    found = shown(sheet)["Tỉnh Lào Cai"]
    assert [found[name].value for name in ("value", "coverage", "basis", "note")] == ["–", "–", "–", words]
    assert any(line.startswith(f"- {words}: ") for line in texts(sheet))


def test_the_page_is_a4_landscape_one_page_wide_with_heads_on_every_page(published: Path, tmp_path: Path) -> None:
    for sheet in sheets(published, tmp_path).values():
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "C5")
        assert sheet.oddFooter.right.text == "Trang &P/&N"
        assert all(cell.border.left.style == "thin" for cell in sheet[4])


def test_a_block_is_not_cut_by_the_end_of_a_page(published: Path) -> None:
    compared = comparison(published / "cchc.duckdb", None, "current", [DOSSIERS])
    [[row]] = compared.forms[None]
    compared.forms[None][:] = [[{**row, "province_name": f"Tỉnh {n}"} for n in range(34)] for _ in range(3)]
    sheet = workbook(compared, 0.9, date(2026, 11, 27)).worksheets[0]
    heads = [row[0].row for row in sheet.iter_rows(min_row=5) if str(row[0].value).startswith(("1. ", "2. ", "3. "))]
    assert [page.id + 1 for page in sheet.row_breaks.brk] == heads[1:]  # one a page, the first below the title


def test_each_reason_that_the_comparison_gives_has_words_and_no_other() -> None:
    allowed = {
        expectation["kwargs"]["column"]: set(expectation["kwargs"]["value_set"])
        for expectation in read_suite(Settings().published_suites_dir / "province_comparison.json").expectations
        if expectation["type"] == "expect_column_values_to_be_in_set"
    }
    assert allowed["no_value_reason"] | allowed["no_rank_reason"] - {"no_value"} == set(WORDS["reasons"])


def test_reasons_in_words_are_whole(published: Path) -> None:
    for words in [*WORDS["reasons"].values(), WORDS["no_value"]]:
        assert words["long"].startswith(f"{words['short']}: ")
        assert len(words["short"]) <= 25


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--period", "2031-Q1"], "in period 2031-Q1; there are 2026-9M, 2026-Q3"),
        (["--indicator", "nothing"], "unknown indicator nothing"),
        (["--indicator", "unused"], "no province has a figure of unused in any period"),
        (["--indicator", REACHED, "--period", "2026-Q3"], "on_time_rate in period 2026-Q3; there are 2026-9M"),
        (["--output", "a.xls"], "expected a name that ends in .xlsx"),
        (["--output", "no/such/folder/a.xlsx"], "cannot be written: No such file or directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_said_with_what_there_is(published: Path, arguments: list[str], told: str) -> None:
    result = export(published, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_without_a_publication_it_says_so(tmp_path: Path) -> None:
    result = export(tmp_path)
    assert result.exit_code == 2 and "no published warehouse" in result.stderr


def test_the_period_is_the_newest_of_the_indicators_asked_for(published: Path, tmp_path: Path) -> None:
    assert comparison(published / "cchc.duckdb", None, "as_reported").period_code == "2025"
    with pytest.raises(NothingToExport, match="unused"):
        comparison(published / "cchc.duckdb", None, "current", ["unused"])
