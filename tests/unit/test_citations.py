"""Documents that a text cites, its reporting spans, and dates of no calendar."""

from datetime import date

from orchestration.reports.blocks import Block, Cell
from orchestration.reports.prose.citations import read_citations


def cited(*lines: str) -> list[tuple]:
    return [
        (r.remark_kind, r.subject, r.date_value) for r in read_citations([Block(line, "r.txt!L1") for line in lines])
    ]


def test_documents_are_cited_with_their_dates():
    assert cited("Kế hoạch số 171/KH-UBND ngày 25/12/2023; Nghị quyết số 18-NQ/TW ngày 25 tháng 10 năm 2017") == [
        ("document_date", "171/KH-UBND ngày 25/12/2023", date(2023, 12, 25)),
        ("document_date", "18-NQ/TW ngày 25/10/2017", date(2017, 10, 25)),
    ]


def test_a_document_is_kept_once():
    assert len(cited("Kế hoạch số 5/KH-UBND ngày 05/01/2023", "theo Kế hoạch 5/KH-UBND, ngày 5/1/2023")) == 1


def test_dates_of_no_calendar():
    assert cited("trước ngày 14/11/20233 và 30/2/2023, tỷ lệ 12/15, ngày 12/3/2023") == [
        ("malformed_date", "14/11/20233", None),
        ("malformed_date", "30/2/2023", None),
    ]


def test_spans_end_on_a_day():
    assert cited("Từ ngày 10/12/2022 đến ngày 09/3/2023, tiếp nhận 523 hồ sơ") == [
        ("cutoff_date", "10/12/2022 – 09/03/2023", date(2023, 3, 9)),
    ]


def test_a_cell_is_the_place_of_what_it_cites():
    row = Block(
        "", "b.docx!table 1!row 2", (Cell("Kế hoạch 5/KH-UBND ngày 5/1/2023", "b.docx!table 1!row 2!col 3"),), 1
    )
    (remark,) = read_citations([row])
    assert remark.source_locator == "b.docx!table 1!row 2!col 3"
