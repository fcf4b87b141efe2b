"""Files as they come: what is in them with its place, and a clear refusal of what is damaged or hostile."""

import datetime
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from builders import WORD, saved, sheet_xml, txt, with_part, word_xml, xlsx
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document
from orchestration.reports.formats.sheets import column_letters, column_number

RAW = Path(__file__).resolve().parents[2] / "raw"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def texts(name: str, content: bytes) -> list[str | list[str]]:
    """Paragraphs as strings, rows as lists."""
    return [[c.text for c in b.cells] if b.cells else b.text for b in read_document(name, content).blocks]


def values(*cells, **formats) -> list[tuple[str, float | None]]:
    """(text, number) of the cells of one row, written by openpyxl with number formats by column letter."""
    workbook = openpyxl.Workbook()
    workbook.active.append(list(cells))
    for column, number_format in formats.items():
        workbook.active[f"{column}1"].number_format = number_format
    return [(cell.text, cell.number) for cell in read_document("a.xlsx", saved(workbook)).blocks[0].cells]


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_document(name, content)
    return str(refused.value)


# --- text


def test_lines_keep_their_numbers_and_spans():
    blocks = read_document("a/b.txt", txt("Một", "", "- Hai", "STT\tSố lượng", "1.\t 19 ")).blocks
    assert [(b.place, b.level) for b in blocks[:2]] == [("b.txt!L1", 0), ("b.txt!L3", 1)]
    assert blocks[0].span(0, 3) == "b.txt!L1:1-3"
    assert blocks[3].cells[1].locator == "b.txt!L5:5-6"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_of_any_mark_is_read(encoding):
    assert texts("a.txt", "Đoàn Kết\r\nBiểu mẫu\x0c".encode(encoding)) == ["Đoàn Kết", "Biểu mẫu "]


@pytest.mark.parametrize("content", [b"\xff\xfe\xfd" * 9, b"a\0b", b"B\x81\x9d\xff"])
def test_other_encodings_are_refused(content):
    assert "UTF-8" in refusal("a.txt", content) or "nhị phân" in refusal("a.txt", content)


def test_an_indented_or_numbered_paragraph_is_no_row():
    assert texts("a.txt", txt("\tThực hiện", "1.\tMục đích", "-\tRà soát")) == [
        "\tThực hiện",
        "1.\tMục đích",
        "-\tRà soát",
    ]
    assert texts("a.txt", txt("STT\tNội dung\tSố", "3.\tKiểm tra", "\t\t\t", "4.\tHết", "", "Xong"))[2] == ["4.", "Hết"]


# --- Word


def test_nested_tables_are_tables_of_their_own():
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "Biểu mẫu 3"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "STT", "19"
    blocks = read_document("a.docx", saved(document)).blocks
    assert [[c.text for c in b.cells] for b in blocks] == [["Biểu mẫu 3", ""], ["STT", "19"]]
    assert blocks[1].cells[1].locator == "a.docx!table 2!row 1!col 2"


def test_merged_cells_keep_columns_in_place():
    document = docx.Document()
    table = document.add_table(2, 4)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Kết quả"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "STT"
    table.cell(1, 3).text = "Ghi chú"
    assert texts("a.docx", saved(document)) == [["STT", "Kết quả", "", ""], ["", "", "", "Ghi chú"]]


def test_raised_digits_are_marks_and_breaks_are_lines():
    document = docx.Document()
    paragraph = document.add_paragraph("2.243/2.243")
    paragraph.add_run("13").font.superscript = True
    paragraph.add_run("\nXÃ ĐOÀN KẾT")
    assert texts("a.docx", saved(document)) == ["2.243/2.243¹³\nXÃ ĐOÀN KẾT"]


def test_a_drawing_says_its_text_once_and_moved_text_stands_where_it_went():
    box = "<w:t>Số 1</w:t>"
    drawn = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:moveFrom><w:p><w:r><w:t>cũ</w:t></w:r></w:p></w:moveFrom>"
    )
    assert texts("a.docx", word_xml(drawn)) == ["Số 1"]


def test_a_text_box_has_paragraphs_of_its_own():
    def paragraph(text: str, inner: str = "") -> str:
        return f"<w:p><w:r>{inner}<w:t>{text}</w:t></w:r></w:p>"

    inner = f"<w:pict><w:txbxContent>{paragraph('Trong hộp nhỏ')}</w:txbxContent></w:pict>"
    box = f"<w:pict><w:txbxContent>{paragraph('Hộp', inner)}{paragraph('95 hồ sơ')}</w:txbxContent></w:pict>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Ô', box)}</w:tc></w:tr></w:tbl>"
    blocks = read_document("a.docx", word_xml(paragraph("Mức 95%", box) + table)).blocks
    assert [(b.place, b.text or b.cells[0].text) for b in blocks] == [
        ("a.docx!paragraph 1", "Mức 95%"),
        ("a.docx!textbox 1!paragraph 1", "Hộp"),
        ("a.docx!textbox 2!paragraph 1", "Trong hộp nhỏ"),
        ("a.docx!textbox 1!paragraph 2", "95 hồ sơ"),
        ("a.docx!table 1!row 1", "Ô"),
        ("a.docx!textbox 3!paragraph 1", "Hộp"),
        ("a.docx!textbox 4!paragraph 1", "Trong hộp nhỏ"),
        ("a.docx!textbox 3!paragraph 2", "95 hồ sơ"),
    ]


def test_bullets_that_word_sets_have_a_depth_and_numbers_have_none():
    document = docx.Document()
    for style in ("List Bullet", "List Bullet 2", "List Number", "Normal"):
        document.add_paragraph(style, style=style)
    mine = f"""<w:abstractNum {_W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText
        w:val="+"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="upperRoman"/></w:lvl></w:abstractNum>"""
    lists = document.part.numbering_part.element
    lists.insert(0, parse_xml(mine))
    lists.append(parse_xml(f'<w:num {_W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth in (0, 1):
        of_mine = f'<w:numPr {_W}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'
        document.add_paragraph("a")._p.get_or_add_pPr().append(parse_xml(of_mine))
    none = parse_xml(f'<w:numPr {_W}><w:numId w:val="0"/></w:numPr>')
    document.add_paragraph("b", style="List Bullet")._p.get_or_add_pPr().append(none)
    blocks = read_document("a.docx", saved(document)).blocks
    assert [block.level for block in blocks] == [1, 2, 0, 0, 2, 0, 0]


def test_footnotes_follow_the_paragraph_that_cites_them():
    note = '<w:footnote w:id="7"><w:p><w:r><w:t>Cấp huyện 120 hồ sơ</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {_W}>{note}</w:footnotes>"
    rels = zipfile.ZipFile(io.BytesIO(WORD)).read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    rels = rels.replace(
        "</Relationships>", f'<Relationship Id="x" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    )
    document = docx.Document()
    run = document.add_paragraph("Tiếp nhận 200 hồ sơ").add_run()
    run._r.append(parse_xml(f'<w:footnoteReference {_W} w:id="7"/>'))
    document.add_paragraph("Hết")
    content = with_part(saved(document), "word/footnotes.xml", notes.encode())
    content = with_part(content, "word/_rels/document.xml.rels", rels.encode())
    blocks = read_document("a.docx", content).blocks
    assert [b.text for b in blocks] == ["Tiếp nhận 200 hồ sơ", "Cấp huyện 120 hồ sơ", "Hết"]
    assert blocks[1].place == "a.docx!footnote 7"


# --- Excel


def test_numbers_keep_all_digits_and_percent_formats_count():
    assert values(1234567, 0.5, 0.4167, 15 / 36, C="0.00%", D="0%") == [
        ("1234567", 1234567.0), ("0,5", 0.5), ("41,67%", None), ("41,666667%", None),
    ]  # fmt: skip


def test_dates_texts_booleans_errors_and_formulas():
    assert values(datetime.date(2025, 9, 5), " 41,67 % ", True, "#REF!", "=B1/A1", None, "x") == [
        ("05/09/2025", None), ("41,67 %", None), ("1", 1.0), ("#REF!", None), ("=B1/A1", None), ("", None), ("x", None),
    ]  # fmt: skip


def test_cached_formulas_and_inline_texts_are_read():
    rows = (
        '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>hai</v></c><c t="e"><v>#DIV/0!</v></c>'
        '<c t="inlineStr"><is><r><t>ba</t></r></is></c><c t="s"><v>99</v></c><c><v>1e999</v></c></row>'
    )
    assert texts("a.xlsx", sheet_xml(rows)) == [["2", "hai", "#DIV/0!", "ba", "", "1e999"]]


def test_a_date_beyond_the_calendar_stays_a_number():
    assert values(2_958_465.0, 1e300, A="dd/mm/yyyy", B="dd/mm/yyyy")[0] == ("2958465", 2958465.0)


def test_addresses_are_those_of_excel_and_hidden_sheets_come_last():
    content = xlsx({"Cũ": [[1]], "BM1": [[], ["", "a", None, 7]]}, hidden=["Cũ"])
    blocks = read_document("a.xlsx", content).blocks
    assert [b.sheet for b in blocks] == ["BM1", "Cũ"]
    assert [c.locator for c in blocks[0].cells] == [f"a.xlsx!BM1!{letter}2" for letter in "ABCD"]


def test_a_workbook_reads_as_openpyxl_reads_it():
    path = next(RAW.rglob("*.xlsx"))
    expected = {
        f"{path.name}!{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in openpyxl.load_workbook(path, data_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    read = {c.locator: c.text for b in read_document(path.name, path.read_bytes()).blocks for c in b.cells if c.text}
    assert read.keys() == expected.keys()
    assert {k: " ".join(v.split()) for k, v in read.items()} == {
        k: " ".join(v.replace(".0", "").split()) for k, v in expected.items()
    }


@settings(derandomize=True)
@given(st.integers(0, 16383))
def test_column_letters_count(column):
    assert column_number(column_letters(column)) == column
