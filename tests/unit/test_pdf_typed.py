"""PDF forms that were filled in: what was typed is read where it stands, notes and signatures are not."""

import pytest
from pdf_pages import drawn, lines, rows_of, table, texts, together, told


def form_file(objects: list[bytes], page: bytes = b"", form: bytes = b"") -> bytes:
    """A PDF of one page with annotations written by hand; they are its objects from 5 on."""
    annotations = b" ".join(b"%d 0 R" % n for n in range(5, 5 + len(objects)))
    drawing = b"BT /F 11 Tf 80 700 Td (Tong so ho so tiep nhan:) Tj 250 0 Td (ho so) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]/DA(/F 0 Tf 0 g)%s>>>>" % (annotations, form),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[%s]%s"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>" % (annotations, page),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        *objects,
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (n, part) for n, part in enumerate(parts, start=1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def text(value: str) -> bytes:
    return b"<FEFF%s>" % value.encode("utf-16-be").hex().encode()


def field(value: str, kind: bytes = b"/FT/Tx", box: bytes = b"240 695 320 713", flags: int = 4) -> bytes:
    return b"<</Type/Annot/Subtype/Widget%s/T(a)/V%s/Rect[%s]/F %d>>" % (kind, text(value), box, flags)


def note(kind: bytes, value: str, box: bytes = b"240 695 320 713") -> bytes:
    return b"<</Type/Annot/Subtype%s/Contents%s/Rect[%s]/F 4>>" % (kind, text(value), box)


LABEL = "Tong so ho so tiep nhan:"


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (field("1.523"), "1.523"),
        (field("Xã Đoàn Kết"), "Xã Đoàn Kết"),
        (field("hai", b"/FT/Ch/Ff 131072/Opt[[(mot)(Quy I)][(hai)(Quy II)]]"), "Quy II"),
        (b"<</Type/Annot/Subtype/Widget/FT/Btn/T(a)/V/Co/AS/Co/Rect[240 698 252 710]/F 4/AP<</N<</Co 1 0 R>>>>>>", "x"),
        (note(b"/FreeText", "1.523 (Hộ tịch)"), "1.523 (Hộ tịch)"),
    ],
)
def test_what_was_typed_is_read_in_its_line(annotation, shown):
    assert texts(form_file([annotation])) == [f"{LABEL}   {shown} ho so"] or texts(form_file([annotation])) == [
        f"{LABEL}   {shown}   ho so"
    ]


@pytest.mark.parametrize(
    "annotation",
    [
        field("1.523", flags=2),
        note(b"/Text", "Sửa lại số này"),
        note(b"/Highlight", "Số này sai"),
        note(b"/FreeText/IT/FreeTextCallout", "Số này sai"),
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Contents(UBND xa)/Rect[240 695 320 713]/F 4>>",
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(a)/AS/Off/Rect[240 698 252 710]/F 4/AP<</N<</Co 1 0 R>>>>>>",
    ],
)
def test_notes_signatures_and_hidden_fields_are_none_of_the_report(annotation):
    content = form_file([annotation])
    assert texts(content) == [f"{LABEL}   ho so"]
    assert told(content) == []


def test_a_text_of_several_lines_is_read_whole():
    content = form_file(
        [field("Xã đã ban hành kế hoạch;\nđã kiểm tra 3 đơn vị.", b"/FT/Tx/Ff 4096", b"80 500 400 560")]
    )
    assert texts(content)[1:] == ["Xã đã ban hành kế hoạch;", "đã kiểm tra 3 đơn vị."]


def test_fields_in_the_cells_of_a_form_are_its_figures():
    rows = [
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Số lượng", "Ghi chú"],
        ["1", "Số xã", "Xã", "", ""],
        ["2", "Số phòng", "Phòng", "", ""],
    ]

    def fields(canvas):
        for n, value in enumerate(("12", "3")):
            canvas.acroForm.textfield(name=f"f{n}", x=412, y=666 - 18 * n, width=60, height=14, value=value, fontSize=9)

    assert [row[3] for row in rows_of(drawn(together(table(rows), fields)))] == ["Số lượng", "12", "3"]


def test_dots_to_write_on_are_none_of_what_was_typed():
    def page(canvas):
        lines("Tổng số hồ sơ: ........................ hồ sơ")(canvas)
        canvas.acroForm.textfield(name="a", x=160, y=736, width=60, height=14, value="1.523", fontSize=9, borderWidth=0)

    assert " ".join(texts(drawn(page))[0].split()) == "Tổng số hồ sơ: 1.523 hồ sơ"


def test_a_form_that_only_one_program_shows_is_told_of():
    content = form_file([field("1")], form=b"/XFA(x)").replace(b"/Type/Catalog", b"/Type/Catalog/NeedsRendering true")
    assert [where for where, words in told(content) if "XFA" in words] == ["a.pdf!page 1"]


def test_a_field_without_a_size_is_seen_by_nobody():
    assert texts(form_file([field("1.523", box=b"240 695 240 695")])) == [f"{LABEL}   ho so"]
