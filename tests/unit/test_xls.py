"""Excel 97-2003 files: read as .xlsx files are; what only bears the name is read or refused as what it is."""

import datetime
import io

import pytest
import xlwt
from builders import figures, forms_in, html_file, locked, staff_form, xls, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document

_SHEETS = {"Cũ": [["a", 9]], "BM4": [[], ["", "Tên <b>dòng</b>", None, 7], ["Hòa\nBình", "", -0.5, 1234567]]}


def texts(content: bytes, name: str = "a.xls") -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in read_document(name, content).blocks]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document("a.xls", content)
    return str(refused.value)


def _saved(workbook: xlwt.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_rows_addresses_and_remarks_are_those_of_xlsx():
    old, new = (
        read_document(f"a.{suffix}", build(_SHEETS, {"BM4": ["A3:B3"]}, ["Cũ"]))
        for suffix, build in (("xls", xls), ("xlsx", xlsx))
    )
    as_new = [[(c.text, c.number, c.locator.replace("a.xls!", "a.xlsx!")) for c in block.cells] for block in old.blocks]
    assert as_new == [[(c.text, c.number, c.locator) for c in block.cells] for block in new.blocks]
    assert [(r.remark_kind, r.subject, r.reported_text) for r in old.remarks] == [
        ("hidden_content", "Trang tính «Cũ»", "a | 9")
    ]


def test_the_figures_of_a_form_are_read():
    assert figures(forms_in("bieu-mau.xls", xls({"BM4": staff_form()}))) == {"BM4 2.1": 20, "BM4 2.2": 18, "BM4 2.3": 1}


def test_formats_booleans_errors_and_raised_digits():
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("BM1")
    for column, (value, code) in enumerate(
        [
            (0.4167, "0.00%"),
            (datetime.date(2026, 11, 4), "d-mmm"),
            (1234567, '0.0,,"triệu"'),
            (95.9, '0"%"'),
            (12, "General"),
        ]
    ):
        style = xlwt.XFStyle()
        style.num_format_str = code
        sheet.write(0, column, value, style)
    sheet.write(0, 5, True)
    sheet.row(0).set_cell_error(6, "#DIV/0!")
    raised = xlwt.Font()
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    sheet.write_rich_text(0, 7, ["2.243", ("13", raised)])
    assert texts(_saved(workbook)) == [
        ["41,67%", "04/11/2026", "1,234567triệu", "95,9%", "12", "1", "#DIV/0!", "2.243¹³"]
    ]


def test_hidden_rows_columns_and_covered_numbers_are_said():
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("BM7")
    for row_no, row in enumerate([("a", 1, 2), ("b", 3, 4), ("c", 5, 6)]):
        for column, value in enumerate(row):
            sheet.write(row_no, column, value)
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    sheet.merged_ranges.append((0, 0, 0, 1))
    assert [(r.remark_kind, r.subject, r.reported_text) for r in read_document("a.xls", _saved(workbook)).remarks] == [
        ("unread_part", "Số nằm dưới ô gộp của trang tính «BM7» không được đọc", "1"),
        ("hidden_content", "Dòng 2 và cột C của trang tính «BM7»", "2; b | 3 | 4; 6"),
    ]


def test_a_new_workbook_or_a_web_page_under_the_old_name_is_read_as_what_it_is():
    assert texts(xlsx({"BM1": [["a", 1]]})) == [["a", "1"]]
    assert texts(html_file([["STT", "Số"], ["1", "19"]])) == [["STT", "Số"], ["1", "19"]]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML"),
        (b"<?xml version='1.0'?><rows/>", "XML"),
        ("STT\tSố lượng\n1\t19".encode(), "tab"),
        ("STT\tSố lượng\n1\t19".encode("utf-16"), "tab"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", ".mht"),
        ("xin chào".encode(), "không phải tệp Excel"),
        (bytes(range(256)), "không phải tệp Excel"),
        (b"PK\x03\x04" + bytes(90), "không phải tệp Excel"),
    ],
)
def test_other_files_under_the_name_are_refused_by_their_kind(content, kind):
    assert kind in refusal(content)


@pytest.mark.parametrize("length", [0, 8, 600, 3000])
def test_cut_off_files_are_refused(length):
    assert refusal(xls(_SHEETS)[:length])


def test_a_locked_workbook_is_named_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))  # without LibreOffice
    assert "đặt mật khẩu hoặc khóa cấu trúc" in refusal(locked(xls(_SHEETS)))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.data())
def test_files_with_a_few_bytes_changed_are_read_or_refused(data):
    changed = bytearray(_CONTENT)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_document("a.xls", bytes(changed)).blocks
    except UnreadableFile as reason:
        assert str(reason)


_CONTENT = xls(_SHEETS)
