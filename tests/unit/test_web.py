"""Web pages: what a reader of the page sees, and nothing else."""

import pytest
from builders import HEADER, figures, form_rows, forms_in, html_file

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document


def read(body: str, head: str = "", encoding: str = "utf-8") -> list[str | list[str]]:
    content = f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)
    return [[c.text for c in b.cells] if b.cells else b.text for b in read_document("a.html", content).blocks]


def test_paragraphs_are_lines_as_shown():
    body = (
        "<h1>BÁO  CÁO\n</h1>Kết <b>quả </b> <i>quý</i> I<br>hai<div>ba<p>bốn</div><pre>năm\n  sáu</pre>"
        "&lt;bảy&gt;&nbsp;&#7873;"
    )
    assert read(body) == ["BÁO CÁO", "Kết quả quý I", "hai", "ba", "bốn", "năm", "sáu", "<bảy> ề"]


def test_places_count_paragraphs_and_tables():
    content = html_file("một", "hai", [["STT", "Số"], ["1", "2"]])
    blocks = read_document("x/a.html", content).blocks
    assert blocks[1].span(0, 3) == "a.html!paragraph 2:1-3"
    assert blocks[3].cells[1].locator == "a.html!table 1!row 2!col 2"


def test_what_a_reader_does_not_see_is_left_out_and_told_when_it_has_figures():
    body = (
        "<script>var a = 1</script><style>p {}</style><noscript>bật</noscript><template>mẫu</template><!-- 2 -->"
        "<p>thấy</p><div style='DISPLAY: none'>ẩn 95 hồ sơ</div><p hidden>ẩn</p>"
        "<select><option>2022<option selected>2023</select><input value=19><input type=hidden value=20>"
    )
    document = read_document("a.html", f"<title>tên</title>{body}".encode())
    assert [block.text for block in document.blocks] == ["thấy", "202319"]
    assert [(r.remark_kind, r.reported_text) for r in document.remarks] == [("unread_part", "ẩn 95 hồ sơ")]
    assert read_document("a.html", b"<p>a</p><p hidden>menu</p>").remarks == []


@pytest.mark.parametrize(
    "hidden",
    [
        "<del>19</del>", "<s>19</s>", "<strike>19</strike>",
        "<span style='text-decoration: underline line-through'>19</span>",
        "<table><tr style='display:none'><td>a<td>19</tr><tr><td>b<td>c</tr></table>",
        "<table><tr><td>b<td>c<td hidden>19</tr></table>", "<table hidden><tr><td>a<td>19</tr></table>",
        "<table><tbody style='display:none'><tr><td>a<td>19</tr></tbody><tr><td>b<td>c</tr></table>",
    ],
)  # fmt: skip
def test_hidden_and_struck_figures_are_not_read_but_told(hidden):
    document = read_document("a.html", f"<p>một</p>{hidden}<p>hai <ins>18</ins>".encode())
    shown = [block.text or [cell.text for cell in block.cells] for block in document.blocks]
    assert [text for text in shown if text != ["b", "c"]] == ["một", "hai 18"]
    assert [(r.reported_text.split()[-1], r.source_locator) for r in document.remarks] == [("19", "a.html!paragraph 1")]


def test_formulas_and_readings_of_a_page():
    assert read("<math><mfrac><mn>47</mn><mn>49</mn></mfrac></math>") == ["47/49"]
    assert read("<ruby>18<rp>(</rp><rt>9</rt></ruby>") == ["18"]


def test_words_of_a_table_outside_its_cells_and_cells_without_a_row_are_read():
    assert read("<table>Đơn vị: hồ sơ<tr>trên<td>a<td>b</tr></table>") == ["Đơn vị: hồ sơ trên", ["a", "b"]]
    assert read("<table><td>a<td>523</table>") == ["a", "523"]


def test_lists_give_levels_and_raised_digits_are_marks():
    blocks = read_document("a.html", b"<ul><li>a<ul><li>b</ul><li>- c</ul>2.243<sup>[13]</sup>").blocks
    assert [(block.text, block.level) for block in blocks] == [("a", 1), ("b", 2), ("- c", 1), ("2.243¹³", 0)]


def test_merged_cells_keep_columns_in_place():
    table = (
        "<table><thead><tr><th rowspan=2>STT<th colspan=2>Kết quả<th rowspan=0>Ghi chú<tr><th>Số<th>Tỷ lệ</thead>"
        "<tbody><tr><td>1<td>2<p>3<td></table>"
    )
    assert read(table) == [
        ["STT", "Kết quả", "", "Ghi chú"], ["", "Số", "Tỷ lệ", ""], ["1", "2\n3", "", ""],
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_gives_paragraphs_and_the_tables_in_it():
    form = "<table><caption>Biểu mẫu 4</caption><tr><td>STT<td>Số lượng<tr><td>1<td>2</table>"
    page = f"<table><tr><td>Trang chủ<td><p>BÁO CÁO</p>{form}<td>Chia sẻ</table>"
    assert read(page) == ["Trang chủ", "BÁO CÁO", "Biểu mẫu 4", ["STT", "Số lượng"], ["1", "2"], "Chia sẻ"]
    assert read("<table><tr><td>Biểu mẫu 3</table>") == ["Biểu mẫu 3"]
    assert read(f"<table><tr><td>menu<td>{'Câu dài. ' * 80}</table>")[0] == "menu"
    assert read("<table><tr><td>UBND HUYỆN<br>XÃ ĐOÀN KẾT<td>CỘNG HÒA</table>") == [
        ["UBND HUYỆN\nXÃ ĐOÀN KẾT", "CỘNG HÒA"]
    ]


def test_a_table_within_a_form_follows_it():
    inner = "<table><tr><td>STT<td>b</table>"
    assert read(f"<table><tr><td>STT<td>Số<tr><td>1<td>{inner}<tr><td>2<td>3</table>") == [
        ["STT", "Số"], ["1", ""], ["2", "3"], ["STT", "b"],
    ]  # fmt: skip


WORD = """<p class=MsoNormal><b>UBND X\u00c3<o:p>&nbsp;</o:p></b></p>
<!--[if gte mso 9]><xml><w:View>Normal 1</w:View></xml><![endif]-->
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>\u00b7<span>&nbsp;&nbsp; </span></span><![endif]>Ti&#7871;p nh&#7853;n 5<a
href="#_ftn1"><span class=MsoFootnoteReference>[1]</span></a> h&#7891; s\u01a1</p>
<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.1.<span>&nbsp;</span></span>A</p>"""


def test_a_word_document_saved_as_a_page_is_read():
    meta = '<meta http-equiv=Content-Type content="text/html; charset=windows-1258">'
    content = f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>{meta}</head><body>{WORD}</body></html>"
    # the code page writes Ã as A and its tone
    document = read_document("a.htm", content.replace("\u00c3", "A\u0303").encode("cp1258"))
    assert [(b.text, b.level) for b in document.blocks] == [
        ("UBND XÃ", 0), ("Tiếp nhận 5¹ hồ sơ", 2), ("1.1. A", 1),
    ]  # fmt: skip
    assert document.remarks == []


@pytest.mark.parametrize("meta", ["<meta charset=iso-8859-1>", "<meta charset=utf-8>", ""])
def test_bytes_are_believed_over_a_western_declaration(meta):
    assert read("<p>Báo cáo đoàn kết", meta) == ["Báo cáo đoàn kết"]
    assert read("<p>B¸o c¸o kÕt qu¶", meta, "latin-1") == ["Báo cáo kết quả"]


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.txt", "a.csv"])
def test_a_form_of_a_web_page_is_read_whatever_its_ending(name):
    rows = [HEADER, *form_rows("BM4", r2_1="1.234", r2_2="<5")]
    found = forms_in(name, html_file("Biểu mẫu 4", rows))
    assert figures(found)["BM4 2.1"] == 1234
    assert found.statements[0].source_locator == f"{name}!table 1!row 2!col 4"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<p>a" + b"<div>" * 400 + b"b", "quá sâu"),
        (b"<b>" * 400_000, "quá lớn"),
        (b"<table>" + b"<tr><td>STT<td colspan=1000 rowspan=9999>a" * 400, "quá lớn"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", ".mht"),
        (b"<html><script>1</script></html>", "không có đoạn văn"),
        (b"<!-- a -->", "không có"),
    ],
)
def test_pages_that_are_no_reports_are_refused(content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read_document("a.html", content)


def test_entities_reach_no_file_and_do_not_grow():
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = " ".join(b.text for b in read_document("a.html", f"{bomb}<p>&b; &f; &amp;</p>".encode()).blocks)
    assert "aaaa" not in text.replace("aaaaaaaaaa", "", 2) and "root:" not in text and "&" in text
