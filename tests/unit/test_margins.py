"""Headers and footers of pages: no figure is looked for there; they are asked last whose report it is."""

import io
import zipfile

import docx
import openpyxl
import pytest
from builders import form_rows, saved, txt, with_part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from sent import DOAN_KET, LETTERHEAD, QUARTER, UNNAMED, read, refusal, settled, told

from orchestration.reports.formats.reading import read_document

WIDTH = 9_000_000  # of a table, in English metric units


def document(*lines: str, header: str = "", footer: str = "") -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    for part, text in ((made.sections[0].header, header), (made.sections[0].footer, footer)):
        if text:
            part.paragraphs[0].text = text
    return saved(made)


def margins(name: str, content: bytes) -> list[tuple[str, str]]:
    return [(b.text or " | ".join(c.text for c in b.cells), b.place) for b in read_document(name, content).margins]


# --- reading


def test_headers_and_footers_of_a_document_have_places_of_their_own():
    made = docx.Document(io.BytesIO(document("Thân", header="Đầu trang", footer="Chân trang")))
    made.sections[0].different_first_page_header_footer = True
    made.sections[0].first_page_header.add_table(1, 2, WIDTH).cell(0, 1).text = "Mẫu số 01"
    assert sorted(margins("a.docx", saved(made))) == [
        (" | Mẫu số 01", "a.docx!header 2!table 1!row 1"),
        ("Chân trang", "a.docx!footer 1!paragraph 1"),
        ("Đầu trang", "a.docx!header 1!paragraph 1"),
    ]
    assert [block.text for block in read_document("a.docx", saved(made)).blocks] == ["Thân"]


def test_page_numbers_are_no_text_and_a_row_of_figures_in_a_header_is_told():
    made = docx.Document()
    made.add_paragraph("Thân")
    footer, header = made.sections[0].footer, made.sections[0].header
    for piece in (
        '<w:fldChar w:fldCharType="begin"/>', "<w:instrText> PAGE </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>', "<w:t>7</w:t>", '<w:fldChar w:fldCharType="end"/>',
    ):  # fmt: skip
        footer.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}>{piece}</w:r>"))
    total = f'<w:fldSimple {nsdecls("w")} w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    footer.paragraphs[0]._p.append(parse_xml(total))
    table = header.add_table(2, 2, WIDTH)
    for cell, text in zip(table._cells, ("Hồ sơ tiếp nhận", "523", "Trang số", "7"), strict=True):
        cell.text = text
    seen = read_document("a.docx", saved(made))
    assert [block.text for block in seen.margins if not block.cells] == []
    assert [(r.subject, r.reported_text, r.source_locator) for r in seen.remarks] == [
        ("Số liệu ở đầu trang, chân trang của a.docx không được đọc", "Hồ sơ tiếp nhận | 523",
         "a.docx!header 1!table 1!row 1!col 2"),
    ]  # fmt: skip


@pytest.mark.parametrize("before", ["", "<!-- a parser rewrites this -->"])
def test_codes_in_headers_of_a_workbook_are_no_text(before):
    made = openpyxl.Workbook()
    made.active.append(["a"])
    part, content = "xl/worksheets/sheet1.xml", saved(made)
    xml = zipfile.ZipFile(io.BytesIO(content)).read(part).decode()
    edges = (
        "<headerFooter><oddHeader>&amp;L&amp;&quot;Times,Bold&quot;&amp;14UBND xã A &amp;&amp; B&amp;C&amp;KFF0000Quý I"
        "&amp;R&amp;D</oddHeader><oddFooter>&amp;P/&amp;N</oddFooter></headerFooter>"
    )
    xml = xml.replace("<sheetData>", f"{before}<sheetData>").replace("</worksheet>", f"{edges}</worksheet>")
    assert margins("a.xlsx", with_part(content, part, xml.encode())) == [
        ("UBND xã A & B", "a.xlsx!Sheet!header"), ("Quý I", "a.xlsx!Sheet!header"),
    ]  # fmt: skip


# --- settling


def test_margins_settle_what_the_document_leaves_out():
    content = document(*UNNAMED, header="UBND HUYỆN THANH MIỆN\nXÃ ĐOÀN KẾT", footer="Báo cáo CCHC quý I năm 2023")
    reading = read("", {"a.docx": content})
    assert settled(reading) == (DOAN_KET, "2023-Q1")
    assert told(reading) == told(reading, "taken_from_name") == []


def test_a_header_of_a_workbook_settles_too():
    made = openpyxl.Workbook()
    made.active.title = "BM4"
    for row in form_rows("BM4", r2_1=20, r2_2=18):
        made.active.append(row)
    made.active.oddHeader.left.text = "UBND xã Đoàn Kết, huyện Thanh Miện"
    made.active.oddFooter.right.text = "Kỳ báo cáo: Quý I năm 2023"
    reading = read("", {"a.xlsx": saved(made)})
    assert settled(reading) == (DOAN_KET, "2023-Q1")
    assert len(reading.found.statements) == 2


def test_stale_margins_are_told_and_never_override():
    content = document(*LETTERHEAD, *QUARTER, header="UBND XÃ TÂN TRÀO", footer="Báo cáo quý IV năm 2022")
    reading = read("", {"a.docx": content})
    assert settled(reading) == (DOAN_KET, "2023-Q1")
    assert told(reading) == [
        ("Đơn vị ở đầu, chân trang của a.docx", "xã TÂN TRÀO", DOAN_KET),
        ("Kỳ ở đầu, chân trang của a.docx", "quý IV năm 2022", "quý I năm 2023"),
    ]


def test_margins_that_agree_or_are_wider_tell_nothing():
    content = document(*LETTERHEAD, *QUARTER, header="UBND huyện Thanh Miện", footer="Báo cáo của xã Đoàn Kết năm 2023")
    assert told(read("", {"a.docx": content})) == []


@pytest.mark.parametrize(
    "line",
    [
        "Biểu mẫu ban hành kèm theo Quyết định 25/QĐ-UBND của UBND xã Tân Trào quý IV năm 2022",
        "Kính gửi: UBND xã Tân Trào", "Năm 2022", "Trang 2/2022", "xã Tân Trào; xã Ngũ Hùng; xã Cao Thắng",
    ],
)  # fmt: skip
def test_lines_that_speak_of_others_say_nothing_of_the_report(line):
    assert told(read("", {"a.docx": document(*LETTERHEAD, *QUARTER, footer=line)})) == []
    assert "đơn vị" in refusal(read("", {"a.docx": document(*QUARTER, *UNNAMED, footer=line)}))


def test_a_document_that_speaks_as_a_commune_is_not_its_districts():
    content = document(*QUARTER, "UBND xã báo cáo kết quả như sau:", "UBND xã đã ban hành 5 văn bản.",
                       header="UBND huyện Thanh Miện")  # fmt: skip
    assert "không rõ đơn vị" in refusal(read("", {"a.docx": content}))


def test_a_namesake_in_a_margin_leaves_the_question_to_names():
    content = document(*QUARTER, *UNNAMED, footer="Xã Đoàn Kết")
    reading = read("hai-duong/thanh-mien/2023-Q1", {"xã Đoàn Kết.docx": content})
    assert settled(reading)[0] == DOAN_KET
    assert told(reading, "taken_from_name")


def test_figures_in_margins_are_no_figures():
    content = document(*LETTERHEAD, *QUARTER, header="Tổng số hồ sơ tiếp nhận: 523 hồ sơ")
    assert read("", {"a.docx": content}).found.statements == []
    assert read("", {"a.txt": txt(*LETTERHEAD, *QUARTER, "Tổng số hồ sơ tiếp nhận: 523 hồ sơ")}).found.statements
