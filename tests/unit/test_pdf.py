"""PDF files as offices export and print them: the same paragraphs and figures as in Word, at places a person finds."""

import unicodedata

from builders import CATALOGUE, FORMS, HEADER, docx_file, figures, form_row, forms_in, remarks
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import PDF_FONT, SENTENCE, drawn, lines, pdf_file, texts

from orchestration.reports.formats.reading import read_document
from orchestration.reports.prose.prose import read_prose


def test_all_forms_over_many_pages_read_as_in_word():
    parts = []
    for form in FORMS:
        rows = [form_row(form, code, str(n + 1)) for n, code in enumerate(CATALOGUE.forms[form])]
        parts += [f"Biểu mẫu {form[2]}", [HEADER, *rows]]
    pdf, word = forms_in("a.pdf", pdf_file(*parts)), forms_in("a.docx", docx_file(*parts))
    assert figures(pdf) == figures(word)
    assert remarks(pdf) == remarks(word)
    assert any("!page 2!table 1!row 2!col 4" in s.source_locator for s in pdf.statements)


_WORDS = st.sampled_from([*SENTENCE.split(), "Quyết", "định", "số", "12/QĐ-UBND", "(đạt", "95,9%);", "2.243/2.243"])


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.lists(_WORDS, min_size=1, max_size=70).map(" ".join), min_size=1, max_size=6))
def test_wrapped_paragraphs_are_put_together_again(written):
    marked = [f"- {text}" for text in written]
    assert texts(pdf_file(*marked)) == marked


def test_a_sentence_over_a_page_end_is_one_paragraph_and_page_numbers_are_left_out():
    long = " ".join([SENTENCE] * 60)
    content = pdf_file("BÁO CÁO", long)
    document = read_document("a.pdf", content)
    assert [block.text for block in document.blocks] == ["BÁO CÁO", long]
    head = (80, 800, "Đầu trang của xã Hòa Bình")
    read = texts(drawn(*(lines(head, *(f"{n}. Mục {p}" for n in range(1, 9)), (290, 30, str(p))) for p in range(1, 5))))
    assert read.count("Đầu trang của xã Hòa Bình") == 1
    assert not [text for text in read if text.isdigit()]
    assert len(read) == 1 + 4 * 8


def test_a_number_that_begins_a_page_is_kept_when_it_is_not_the_pages():
    read = texts(drawn(lines("Tổng số hồ sơ đã tiếp nhận trong năm"), lines((80, 790, "2023"), "Dòng sau")))
    assert "2023" in " ".join(read)


def test_prose_gives_the_figures_of_word():
    def found(name, content):
        return [
            (s.indicator_code, s.value)
            for s in read_prose(read_document(name, content).paragraphs, CATALOGUE).statements
        ]

    parts = ["II. KẾT QUẢ", SENTENCE, "- Lĩnh vực Hộ tịch: 141 hồ sơ (trực tuyến 126 hồ sơ);"]
    assert found("a.pdf", pdf_file(*parts)) == found("a.docx", docx_file(*parts)) != []


# --- letters


def test_decomposed_letters_and_no_break_spaces():
    content = drawn(lines(unicodedata.normalize("NFD", SENTENCE).replace("là 1", "là\u00a01")))
    assert texts(content) == [SENTENCE]


def test_a_raised_footnote_mark_is_no_digit_of_the_number_and_the_note_is_read():
    def page(canvas):
        canvas.setFont(PDF_FONT, 12)
        canvas.drawString(80, 718, "II. Kết quả tiếp nhận và giải quyết hồ sơ")
        canvas.drawString(80, 700, "Đã tiếp nhận 2.243")
        canvas.setFont(PDF_FONT, 7)
        canvas.drawString(80 + canvas.stringWidth("Đã tiếp nhận 2.243", PDF_FONT, 12), 705, "13")
        canvas.drawString(80, 64, "13")
        canvas.setFont(PDF_FONT, 9)
        canvas.drawString(90, 60, "Không kể hồ sơ nộp qua bưu chính.")

    document = read_document("a.pdf", drawn(page))
    assert [block.text for block in document.blocks[1:]] == [
        "Đã tiếp nhận 2.243¹³", "Không kể hồ sơ nộp qua bưu chính."
    ]  # fmt: skip
    assert document.blocks[2].place == "a.pdf!page 1!footnote 1"


def test_a_letterhead_of_two_columns_is_read_column_by_column():
    centred = [
        (150, 780, "ỦY BAN NHÂN DÂN"), (420, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"), (150, 762, "XÃ HÒA BÌNH"),
        (420, 762, "VIỆT NAM"), (420, 744, "Hòa Bình, ngày 12 tháng 6 năm"), (420, 726, "2024"),
    ]  # fmt: skip

    def page(canvas):
        for x, y, text in centred:
            canvas.drawCentredString(x, y, text)
        canvas.drawCentredString(297, 690, "BÁO CÁO")

    assert texts(drawn(page)) == [
        "ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", "Hòa Bình, ngày 12 tháng 6 năm 2024",
        "BÁO CÁO",
    ]  # fmt: skip


def test_a_letterhead_typed_from_the_left_is_known_by_the_name_of_the_state():
    head = [
        (60, 780, "ỦY BAN NHÂN DÂN"), (306, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (60, 762, "XÃ HÒA BÌNH"),
        (306, 762, "Hòa Bình, ngày 12 tháng 6 năm"), (306, 744, "2024"), (250, 700, "BÁO CÁO"),
    ]  # fmt: skip
    assert texts(drawn(lines(*head)))[:4] == [
        "ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hòa Bình, ngày 12 tháng 6 năm 2024",
    ]  # fmt: skip


def test_a_watermark_is_left_out_and_bold_drawn_twice_is_read_once():
    def page(canvas):
        lines(SENTENCE)(canvas)
        lines((80.3, 740, SENTENCE))(canvas)
        canvas.rotate(45)
        canvas.setFont(PDF_FONT, 60)
        canvas.drawString(300, 100, "DỰ THẢO")

    assert texts(drawn(page)) == [SENTENCE]
