"""Excel workbooks: a cell says what the officer sees there, and any legal XML is understood."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from builders import EXCEL, saved, sheet_xml, with_part, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.number_formats import number_format
from orchestration.reports.formats.reading import read_document
from orchestration.reports.formats.sheets import MAX_CELLS
from orchestration.reports.numbers import written_number
from orchestration.reports.text import without_tags

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def texts(content: bytes, name: str = "a.xlsx") -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in read_document(name, content).blocks]


def refusal(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document(name, content)
    return str(refused.value)


# --- what a cell shows


@pytest.mark.parametrize(
    ("code", "number", "text", "kept"),
    [
        ("General", 1234.5, "1234,5", True),
        ("#,##0.00", 1234.567, "1234,567", True),
        ("0.00;[Red]-0.00", -5, "-5", True),
        ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', 0, "0", True),
        ("#,##0\\ [$₫-42A]", 637, "637", True),
        ("0.00E+00", 1000, "1000", True),
        ("0%", 0.4167, "41,67%", False),
        ("0.0 %", 0.959, "95,9%", False),
        ('0"%"', 95.9, "95,9%", False),
        ("0.0\\%", 95.9, "95,9%", False),
        ('0%" trở lên"', 0.9, "90% trở lên", False),
        ('0.0,,"triệu"', 1234567, "1,234567triệu", False),
        ('0.000,,," tỷ"', 1204612345, "1,204612345 tỷ", False),
        ("#,##0,", 1234567, "1234,567", True),
        ('0" hồ sơ"', 12, "12 hồ sơ", False),
        ('"Khoảng "General', 12, "Khoảng 12", False),
        ('"Có";;"Không"', 1, "Có", False),
        ('"Có";;"Không"', 0, "Không", False),
        (";;;", 7, "7", True),
        ('[>=1000000]0.0,,"tr";[>=1000]0,"k";0', 2500000, "2,5tr", False),
        ('[>=1000000]0.0,,"tr";[>=1000]0,"k";0', 2500, "2,5k", False),
        ('[>=1000000]0.0,,"tr";[>=1000]0,"k";0', 25, "25", True),
        ("# ??/??", 47 / 49, "47/49", False),
        ("# ?/?", 1.5, "1 1/2", False),
        ("?/4", 0.25, "1/4", False),
        ("[$-42A]dd mmmm yyyy", 45000, "15/03/2023", False),
        ("d-mmm", 15, "15/01/1900", False),
        ("h:mm", 0.5, "12:00", False),
        ("[h]:mm", 1.5, "36:00", False),
        ("dd/mm/yyyy", -5, "-5", True),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(code, number, text, kept):
    known = number_format(code)
    shown, value = known.show(number) if known else (written_number(number), number)
    assert shown == text
    assert (value is not None) == kept


def test_formats_that_a_workbook_names_by_number_are_known():
    workbook = openpyxl.Workbook()
    workbook.active.append([0.5, 0.5, 45000, 0.5, 0.25])
    for column, code in zip("ABCDE", ["0%", "0.00%", "mm-dd-yy", "h:mm", "# ?/?"], strict=True):
        workbook.active[f"{column}1"].number_format = code
    assert texts(saved(workbook)) == [["50%", "50%", "15/03/2023", "12:00", "1/4"]]


def test_the_calendar_may_begin_in_1904():
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.active["A1"] = datetime.date(2026, 11, 4)
    assert texts(saved(workbook)) == [["04/11/2026"]]


def test_values_of_every_kind():
    rows = (
        '<row r="3"><c r="B3"><v>1E+3</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="e"><v>#DIV/0!</v></c>'
        '<c r="E3" t="str"><f>A1&amp;"x"</f><v>a &lt; b &amp;amp; c</v></c><c r="F3"><f>SUM(A1:A2)</f></c>'
        '<c r="G3"><f t="shared" si="0"/><v/></c><c r="H3" t="d"><v>2023-03-14T00:00:00</v></c>'
        '<c r="I3" t="inlineStr"><is><t xml:space="preserve"> &lt;b&gt;12&lt;/b&gt; </t></is></c>'
        '<c r="J3" t="str"><v>dòng 1_x000D_\ndòng 2_x0007__x005F_</v></c><c r="K3" cm="1"><v>-0.5</v></c></row>'
    )
    assert texts(sheet_xml(rows)) == [
        ["", "1000", "1", "#DIV/0!", "a < b & c", "=SUM(A1:A2)", "=", "14/03/2023", "12", "dòng 1\ndòng 2_", "-0,5"]
    ]


def test_raised_digits_are_marks_and_phonetic_hints_are_no_text():
    raised = '<r><t>2.243/2.243</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>13</t></r>'
    hint = '<t>Số</t><rPh sb="0" eb="1"><t>so</t></rPh><phoneticPr fontId="1"/>'
    rows = "".join(f'<c t="inlineStr"><is>{item}</is></c>' for item in (raised, hint))
    assert texts(sheet_xml(f"<row>{rows}</row>")) == [["2.243/2.243¹³", "Số"]]


def _shared(items: str, declared: str = "") -> bytes:
    """A workbook whose only cell shows the first shared string."""
    rels = zipfile.ZipFile(io.BytesIO(EXCEL)).read("xl/_rels/workbook.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    rels = rels.replace("</Relationships>", f'<Relationship Id="s" Type="{kind}" Target="texts.xml"/></Relationships>')
    content = with_part(sheet_xml('<row><c t="s"><v>0</v></c></row>'), "xl/_rels/workbook.xml.rels", rels.encode())
    return with_part(content, "xl/texts.xml", f"{declared}<sst {_S}>{items}</sst>".encode())


@pytest.mark.parametrize(
    "item", ["<t>Xã Đoàn Kết</t>", "<r><t>Xã </t></r><r><t>Đoàn Kết</t></r>", "<!-- --><t>Xã Đoàn Kết</t>"]
)
def test_shared_strings(item):
    assert texts(_shared(f"<si>{item}</si><si/>")) == [["Xã Đoàn Kết"]]


# --- XML that is written in another way

_USUAL = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Số &amp; lượng</t></is></c><c r="C2" s="0"><v>7</v></c></row>'
    '<row r="4"><c r="B4"><f>1+1</f><v>2</v></c></row>'
)
_EXPECTED = [["Số & lượng", "", "7"], ["", "2", ""]]


def _as_part(xml: str, encoding: str = "utf-8") -> bytes:
    return with_part(EXCEL, "xl/worksheets/sheet1.xml", xml.encode(encoding))


def test_xml_of_any_legal_writing_is_understood():
    usual = f"<worksheet {_S}><sheetData>{_USUAL}</sheetData></worksheet>"
    swapped = usual.replace('r="A2" t="inlineStr"', 't="inlineStr" r="A2"').replace('r="C2" s="0"', 's="0" r="C2"')
    prefixed = usual.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    for xml in (
        usual,
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + usual,
        swapped,
        prefixed,
        usual.replace('"', "'"),
        usual.replace("><", ">\n  <"),
        usual.replace("<v>", "<!-- số --><v>"),
        usual.replace("Số &amp; lượng", "<![CDATA[Số & lượng]]>"),
        usual.replace("Số", "S&#7889;"),
        usual.replace("Số", "S&#x1ED1;"),
        usual.replace("<v>7</v>", "<v>7</v><extLst><ext uri='x'/></extLst>"),
        usual.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ):  # fmt: skip
        assert texts(_as_part(xml)) == _EXPECTED, xml
    assert texts(_as_part('<?xml version="1.0" encoding="UTF-16"?>' + usual, "utf-16")) == _EXPECTED


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.none() | st.integers(-(10**9), 10**9) | st.text(st.characters(exclude_categories=["C"]), max_size=9)
        ),
        max_size=6,
    )
)
def test_what_openpyxl_writes_is_read_at_its_address(rows):
    workbook = openpyxl.Workbook()
    for row_no, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            text = value if not isinstance(value, str) else value.replace("=", "").replace("<", "").replace("&", "")
            workbook.active.cell(row_no, column, text)
    try:
        read = read_document("a.xlsx", saved(workbook))
    except UnreadableFile:
        assert not any(str(cell.value or "").strip() for row in workbook.active for cell in row)
        return
    for block in read.blocks:
        for cell in block.cells:
            value = workbook.active[cell.locator.rpartition("!")[2]].value
            assert cell.number == (value if isinstance(value, int) else None)
            assert cell.text == without_tags("" if value is None else str(value))


def test_names_of_sheets_stand_in_addresses_as_they_are():
    blocks = read_document("a.xlsx", xlsx({"It's a! 'x' & <y>": [[1]]})).blocks
    assert blocks[0].cells[0].locator == "a.xlsx!It's a! 'x' & <y>!A1"


# --- macros, hostile files


def test_macros_stay_packed():
    content = with_part(xlsx({"BM1": [["a", 1]]}), "xl/vbaProject.bin", b"Sub Auto_Open()")
    assert texts(content, "a.xlsm") == [["a", "1"]]


@pytest.mark.parametrize("suffix", ["xlsb", "xltx", "xlam"])
def test_other_workbooks_are_refused_by_name(suffix):
    assert f".{suffix}" in refusal(EXCEL, f"a.{suffix}")


def test_entities_are_refused_in_any_encoding():
    declared = '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    rows = '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    xml = f"{declared}<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>"
    assert "DTD" in refusal(_as_part(xml))
    assert "DTD" in refusal(_as_part('<?xml version="1.0" encoding="UTF-16"?>' + xml, "utf-16"))
    assert "DTD" in refusal(_shared("<si><t>a</t></si>", declared))


def test_ten_thousand_sheets_are_read_in_bounded_time():
    space = "http://schemas.openxmlformats.org"
    one_part = 'Type="x/worksheet" Target="worksheets/sheet1.xml"'
    related = "".join(f'<Relationship Id="r{n}" {one_part}/>' for n in range(10_000))
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(10_000))
    book = f'<workbook {_S} xmlns:r="{space}/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>'
    rels = f'<Relationships xmlns="{space}/package/2006/relationships">{related}</Relationships>'
    content = with_part(sheet_xml("<row><c><v>1</v></c></row>"), "xl/workbook.xml", book.encode())
    content = with_part(content, "xl/_rels/workbook.xml.rels", rels.encode())
    assert len(read_document("a.xlsx", content).blocks) == 10_000


@pytest.mark.parametrize(
    "rows",
    [
        "<c>" * 40_000,  # deep
        "<row>" + "<c><is>" * 200_000 + "</row>",  # never closed
        '<row><c t="inlineStr"><is><r><t>a</r></is></c></row>',
        "<row>" + "<c/>" * 1_100_000 + "</row>",  # wide
        "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, MAX_CELLS // 16384 + 2)),
    ],
)
def test_sheets_beyond_measure_are_refused(rows):
    assert refusal(sheet_xml(rows))


def test_merged_ranges_beyond_measure_are_refused():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1000))
    merged = '<mergeCell ref="A1:A1000"/>' * 1000
    xml = f"<worksheet {_S}><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    assert "quá lớn" in refusal(_as_part(xml))
