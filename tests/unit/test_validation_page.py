"""The page that stewards open: what was checked and when, each failed expectation with its rows, offline."""

import html.parser
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from orchestration.quality.messages import column_heading
from orchestration.quality.validation import ExpectationOutcome, FailingRow, read_suites
from orchestration.quality.validation_page import failed_by_severity, keep_result, latest_result, render
from orchestration.settings import Settings

ROW = FailingRow(
    {"value": "-5.0"}, "r1", "Xã Đoàn Kết", "2023-Q1", "hai-duong/xa-doan-ket/2023-Q1/bieu-mau.xlsx!BM1!D13"
)


def outcome(severity: str = "critical", success: bool = False, **changes: Any) -> dict[str, Any]:
    rows = [] if success else [ROW]
    found = ExpectationOutcome(
        "fct_indicator_value", "marts.fct_indicator_value", "expect_column_values_to_be_between", "Giá trị không âm",
        "value", severity, success, checked=1234, failed=len(rows), rows=rows,
    )  # fmt: skip
    return asdict(found) | changes


def result(stage: str, *outcomes: dict[str, Any], **changes: Any) -> dict[str, Any]:
    table = {"suite": "fct_indicator_value", "table": "marts.fct_indicator_value", "name_vi": "Số liệu", "rows": 1234}
    found = {"stage": stage, "file": f"{stage}/1.json", "checked_at": "2026-11-26T18:05:00", "tables": [table]}
    more = {"reports": 3, "held": []} if stage == "border" else {}
    return found | more | {"expectations": list(outcomes)} | changes


def words(page: str) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())


def test_a_failed_expectation_stands_with_its_row_and_source_cell() -> None:
    page = render([result("published", outcome(failed=41))])
    told = words(page)
    assert "Chặn công bố – Số liệu: Giá trị không âm" in told
    assert "41 trong 1.234 dòng không đạt" in told and "… và 40 dòng khác." in told
    for part in ("Xã Đoàn Kết", "2023-Q1", "-5.0", ROW.source, "r1"):
        assert f">{part}<" in page
    assert "Chưa công bố" in told and "Được phép công bố" not in told


def test_columns_and_coded_values_are_told_in_words() -> None:
    row = asdict(ROW) | {"values": {"entry": "2", "status": "stale", "found_texts": "20, 21", "value": "stale"}}
    page = render([result("published", outcome(rows=[row], column="status, scope"))])
    told = words(page)
    assert "Mục khai báo số Tình trạng Báo cáo đang ghi Giá trị Vị trí" in told
    assert "2 báo cáo ghi khác 20, 21 stale" in told  # a value of another column is no status
    assert "cột Tình trạng , Phạm vi :" in told
    assert re.search(r"\b(entry|status|found_texts|scope)\b", told) is None


def test_every_column_that_a_suite_names_has_a_heading() -> None:
    settings = Settings()
    suites = [*read_suites(settings.border_suites_dir), *read_suites(settings.published_suites_dir)]
    named = {column for suite in suites for column in suite.identity}
    for suite in suites:
        for expectation in suite.expectations:
            kwargs = expectation["kwargs"]
            single = {kwargs.get(key) for key in ("column", "column_A", "column_B")} - {None}
            named |= single | set(kwargs.get("column_list", []))
    assert {column for column in named if column_heading(column) == column} == set()


def test_the_time_is_that_of_vietnam_and_the_summary_counts_by_severity() -> None:
    outcomes = (outcome(success=True), outcome("warning"), outcome("info"), outcome("info"))
    told = words(render([result("published", *outcomes)]))
    assert "Kiểm tra lúc 01:05 ngày 27/11/2026" in told
    assert "4 yêu cầu: 1 đạt , 1 không đạt (cảnh báo) , 2 không đạt (lưu ý)" in told
    assert "Được phép công bố." in told
    assert failed_by_severity(result("published", *outcomes)) == {"critical": 0, "warning": 1, "info": 2}


def test_the_gravest_comes_first() -> None:
    told = words(render([result("border", outcome("info", name_vi="nhẹ"), outcome("critical", name_vi="nặng"))]))
    assert told.index("Giữ báo cáo lại – Số liệu: nặng") < told.index("Lưu ý – Số liệu: nhẹ")


def test_a_fault_of_a_whole_table_says_what_was_found() -> None:
    told = words(render([result("published", outcome(rows=[], failed=0, observed="thiếu deadline_text"))]))
    assert "có thiếu deadline_text" in told


def test_held_reports_and_their_reasons_are_listed() -> None:
    held = [{"report_id": "r1", "submission": "hai-duong/xa-doan-ket/2023-Q1", "reason_vi": "Không đạt “Có đơn vị”."}]
    told = words(render([result("border", held=held)]))
    assert "Báo cáo bị giữ lại Bộ hồ sơ Lý do" in told and "Không đạt “Có đơn vị”." in told
    assert "1 báo cáo bị giữ lại" in told


def test_earlier_results_are_listed_with_their_file() -> None:
    past = result("border", outcome("warning"), file="border/0.json", checked_at="2026-11-25T18:00:00")
    page = render([result("border", outcome(success=True)), past])
    assert 'href="border/0.json"' in page and 'href="border/1.json"' not in page


def test_the_page_needs_no_network_and_no_script() -> None:
    page = render([result("border", outcome()), result("published", outcome("info"))])
    fetched: list[str] = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            fetched.extend([tag] if tag in ("script", "link", "img", "iframe") else [])
            fetched.extend(str(value) for name, value in attrs if name in ("src", "href") and "//" in str(value))

    Reader().feed(page)
    assert fetched == [] and "url(" not in page and "@import" not in page


def test_the_page_escapes_what_reports_say() -> None:
    row = asdict(ROW) | {"values": {"value": "<script>alert(1)</script>"}, "unit": "<b>"}
    page = render([result("published", outcome(rows=[row]))])
    assert "<script>" not in page and "&lt;script&gt;" in page and "<b>&lt;" not in page


def test_before_the_first_check_the_page_says_so() -> None:
    told = words(render([]))
    assert told.count("Chưa kiểm tra lần nào.") == 2 and "Yêu cầu không đạt Không có." in told


def test_results_are_kept_and_the_page_shows_the_latest_of_each_stage(tmp_path: Path) -> None:
    def keep(stage: str, name: str, *outcomes: dict[str, Any]) -> None:
        document = result(stage, *outcomes)
        keep_result(tmp_path, stage, name, {k: v for k, v in document.items() if k not in ("stage", "file")})

    keep("border", "20261125", outcome("warning", name_vi="đầu vào cũ"))
    keep("border", "20261126", outcome("warning", name_vi="đầu vào mới"))
    keep("published", "20261126", outcome("warning", name_vi="bảng"))
    told = words((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert "đầu vào mới" in told and "bảng" in told and "đầu vào cũ" not in told
    latest = latest_result(tmp_path, "border")
    assert latest is not None and latest["expectations"][0]["name_vi"] == "đầu vào mới"
    assert latest_result(tmp_path, "nothing") is None


@pytest.mark.parametrize("stage", ["border", "published"])
def test_a_page_that_cannot_be_made_leaves_the_batch_unchecked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def broken(_: object) -> str:
        raise OSError("no space left on device")

    monkeypatch.setattr("orchestration.quality.validation_page.render", broken)
    with pytest.raises(OSError, match="no space"):
        keep_result(tmp_path, stage, "1", result(stage))
    assert latest_result(tmp_path, stage) is None
