"""LibreOffice spreadsheets: read as .xlsx files are, with repetitions, formats and hidden parts understood."""

import io
import zipfile

import pytest
from builders import EXCEL, figures, forms_in, ods, ods_xml, staff_form, with_part, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document

_SHEETS = {"Cũ": [["a", 9]], "BM4": [[], ["", "Tên & dòng", None, 7], ["Hòa\nBình", "", -0.5, 1234567]]}


def texts(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in read_document("a.ods", content).blocks]


def shown(cells: str, styles: str = "", columns: str = "") -> list[str]:
    """The texts of one row of cells, given as XML."""
    row = f"<table:table-row>{cells}</table:table-row>"
    return texts(ods_xml(f'<table:table table:name="BM1">{columns}{row}</table:table>', styles))[0]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document("a.ods", content)
    return str(refused.value)


def _number(value: float, style: str = "", kind: str = "float") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}"{styled}/>'


def test_rows_addresses_and_remarks_are_those_of_xlsx():
    own, new = (
        read_document(f"a.{suffix}", build(_SHEETS, {"BM4": ["A3:B3"]}, ["Cũ"]))
        for suffix, build in (("ods", ods), ("xlsx", xlsx))
    )
    as_new = [[(c.text, c.number, c.locator.replace("a.ods!", "a.xlsx!")) for c in block.cells] for block in own.blocks]
    assert as_new == [[(c.text, c.number, c.locator) for c in block.cells] for block in new.blocks]
    assert [(r.remark_kind, r.subject, r.reported_text) for r in own.remarks] == [
        ("hidden_content", "Trang tính «Cũ»", "a | 9")
    ]


def test_the_figures_of_a_form_are_read():
    assert figures(forms_in("bieu-mau.ods", ods({"BM4": staff_form()}))) == {"BM4 2.1": 20, "BM4 2.2": 18, "BM4 2.3": 1}


def test_values_of_every_kind():
    cells = (
        '<table:table-cell office:value-type="percentage" office:value="0.4167"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-11-04"><text:p>4/11</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="time" office:time-value="PT12H05M00S"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=SUM([.A1:.A2])"/>'
        "<table:table-cell office:value-type='string'><office:annotation><text:p>ghi chú</text:p></office:annotation>"
        "<text:p>a<text:s text:c='2'/>b<text:line-break/>c</text:p><text:p>d</text:p></table:table-cell>"
    )
    assert shown(cells) == ["41,67%", "04/11/2026", "12:05", "1", "#DIV/0!", "=SUM([.A1:.A2])", "a b\nc\nd"]


_FORMATS = """
<number:number-style style:name="N1"><number:number number:display-factor="1000000"/><number:text>triệu</number:text>
</number:number-style>
<number:number-style style:name="N2"><number:number/><number:text>%</number:text></number:number-style>
<number:percentage-style style:name="N3"><number:number/><number:text>%</number:text></number:percentage-style>
<number:number-style style:name="N4"><number:fraction number:min-denominator-digits="2"/></number:number-style>
<number:number-style style:name="N5P0"><number:number/><number:text> hồ sơ</number:text></number:number-style>
<number:number-style style:name="N5"><number:text>không</number:text>
<style:map style:condition="value()&gt;0" style:apply-style-name="N5P0"/></number:number-style>
<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="c2" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="c3" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="c4" style:family="table-cell" style:data-style-name="N4"/>
<style:style style:name="c5" style:family="table-cell" style:data-style-name="N5"/>
<style:style style:name="c6" style:family="table-cell" style:parent-style-name="c2"/>
<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
"""


def test_formats_are_read_as_they_show_the_number():
    cells = [_number(1234567, "c1"), _number(95.9, "c2"), _number(0.959, "c3", "percentage"), _number(47 / 49, "c4"),
             _number(12, "c5"), _number(0, "c5"), _number(50, "c6"), _number(7)]  # fmt: skip
    assert shown("".join(cells), _FORMATS) == [
        "1,234567triệu",
        "95,9%",
        "95,9%",
        "47/49",
        "12 hồ sơ",
        "không",
        "50%",
        "7",
    ]


def test_a_cell_without_style_has_that_of_its_column():
    column = "<table:table-column table:"
    columns = f'{column}number-columns-repeated="2"/>{column}default-cell-style-name="c2"/>'
    assert shown(_number(1) + _number(2) + _number(3), _FORMATS, columns) == ["1", "2", "3%"]


def test_raised_digits_are_marks():
    text = '<text:p>2.243<text:span text:style-name="up">13</text:span></text:p>'
    assert shown(f'<table:table-cell office:value-type="string">{text}</table:table-cell>', _FORMATS) == ["2.243¹³"]


def test_repeated_cells_and_rows_stand_where_the_program_shows_them():
    table = (
        '<table:table table:name="BM7"><table:table-row table:number-rows-repeated="29"><table:table-cell/>'
        '</table:table-row><table:table-row-group><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="3"/>'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"/>'
        '<table:table-cell table:number-columns-repeated="16379"/></table:table-row></table:table-row-group>'
        '<table:table-row table:number-rows-repeated="1048545"><table:table-cell table:number-columns-repeated="16384"'
        "/></table:table-row></table:table>"
    )
    blocks = read_document("bieu-mau.ods", ods_xml(table)).blocks
    assert [block.place for block in blocks] == ["bieu-mau.ods!BM7!30", "bieu-mau.ods!BM7!31"]
    assert [(c.text, c.locator) for c in blocks[1].cells][3:] == [
        ("5", "bieu-mau.ods!BM7!D31"),
        ("5", "bieu-mau.ods!BM7!E31"),
    ]


def test_hidden_rows_columns_and_covered_numbers_are_said():
    table = (
        '<table:table table:name="BM7"><table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row><table:table-cell table:number-columns-spanned="2"/><table:covered-table-cell '
        'office:value-type="float" office:value="1"/><table:table-cell/></table:table-row>'
        f'<table:table-row table:visibility="filter">{_number(2)}{_number(3)}</table:table-row>'
        f"<table:table-row>{_number(4)}{_number(5)}{_number(6)}</table:table-row></table:table>"
    )
    assert [(r.remark_kind, r.subject, r.reported_text) for r in read_document("a.ods", ods_xml(table)).remarks] == [
        ("unread_part", "Số nằm dưới ô gộp của trang tính «BM7» không được đọc", "1"),
        ("hidden_content", "Dòng 2 và cột B của trang tính «BM7»", "2 | 3; 5"),
    ]


def test_a_locked_file_is_named_so():
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert "mật khẩu" in refusal(with_part(ods(_SHEETS), "META-INF/manifest.xml", manifest))


@pytest.mark.parametrize(
    "content",
    [b"", b" ", b"xin chao", bytes(range(256)), ods(_SHEETS)[:500], EXCEL, with_part(EXCEL, "content.xml", b"<a/>")],
)
def test_damaged_files_and_files_of_another_kind_are_refused(content):
    assert refusal(content)


def test_entities_deep_xml_and_bombs_are_refused():
    declared = (
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><office:document-content>&a;</office:document-content>'
    )
    assert "DTD" in refusal(with_part(ods(_SHEETS), "content.xml", declared.replace("office:", "").encode()))
    assert refusal(with_part(ods(_SHEETS), "content.xml", b"<a>" * 100_000))
    assert "quá lớn" in refusal(with_part(ods(_SHEETS), "content.xml", b" " * (51 * 1024 * 1024)))
    assert "quá lớn" in refusal(with_part(ods(_SHEETS), "content.xml", b"<a>" + b"<b/>" * 3_000_001 + b"</a>"))


@pytest.mark.parametrize("repeated", ["columns", "rows"])
def test_values_repeated_beyond_measure_are_refused(repeated):
    cells = 'table:number-columns-repeated="900000000"' if repeated == "columns" else ""
    rows = 'table:number-rows-repeated="900000000"' if repeated == "rows" else ""
    cell = f'<table:table-cell office:value-type="float" office:value="1" {cells}/>'
    assert "quá lớn" in refusal(
        ods_xml(f'<table:table table:name="a"><table:table-row {rows}>{cell}</table:table-row></table:table>')
    )


def test_ten_thousand_sheets_are_read():
    table = f"<table:table table:name='a'><table:table-row>{_number(1)}</table:table-row></table:table>"
    assert len(read_document("a.ods", ods_xml(table * 10_000)).blocks) == 10_000


_CONTENT = ods(_SHEETS)
_XML = zipfile.ZipFile(io.BytesIO(_CONTENT)).read("content.xml")


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.data())
def test_files_with_a_few_bytes_changed_are_read_or_refused(data):
    changed = bytearray(_XML)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(32, 126))
    try:
        assert read_document("a.ods", with_part(_CONTENT, "content.xml", bytes(changed))).blocks
    except UnreadableFile as reason:
        assert str(reason)
