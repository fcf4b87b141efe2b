"""Spreadsheets as text: any delimiter, any quoting, places as Excel shows them."""

import pytest
from builders import HEADER, csv_file, figures, form_rows, forms_in
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.reading import read_document

FORM = [["Biểu mẫu 1"], HEADER, *form_rows("BM1", r2="95,9", r2_1="1.234", r2_2="")]


def rows(text: str, name: str = "a.csv") -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in read_document(name, text.encode()).blocks]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_form_reads_equal_with_any_delimiter(delimiter, encoding, name):
    found = forms_in(name, csv_file(FORM, delimiter, encoding))
    assert figures(found) == {"BM1 2": 95.9, "BM1 2.1": 1234, "BM1 2.2": None}
    assert found.statements[0].source_locator == f"{name}!D3"


def test_places_count_records_as_excel_does():
    blocks = read_document("a.csv", b'a;"x\ny ""z"""\n\n;;\nb;c;;\n').blocks
    assert [[(c.text, c.locator) for c in b.cells] for b in blocks] == [
        [("a", "a.csv!A1"), ('x\ny "z"', "a.csv!B1")], [("b", "a.csv!A4"), ("c", "a.csv!B4")],
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["sep=|", '"sep=|"', "SEP=|"])
def test_a_line_that_names_the_delimiter_is_no_row(first):
    assert read_document("a.csv", f"{first}\r\na,b|c,d\r\n".encode()).blocks[0].cells[1].locator == "a.csv!B1"
    assert rows(f"{first}\na,b|c,d\n") == [["a,b", "c,d"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # decimal commas beside other delimiters, and within quotation marks
        ("STT;Tỷ lệ\n1;95,9\n2;41,67\n", [["STT", "Tỷ lệ"], ["1", "95,9"], ["2", "41,67"]]),
        ('STT,Tỷ lệ,\n1,"95,9",\n2,"41,67",\n', [["STT", "Tỷ lệ"], ["1", "95,9"], ["2", "41,67"]]),
        # sentences with commas and semicolons do not make columns
        ("a\tmột, hai; ba, bốn\nb\tnăm, sáu; bảy\n", [["a", "một, hai; ba, bốn"], ["b", "năm, sáu; bảy"]]),
        # ragged rows, titles and several tables
        ("Biểu 1\nSTT,A,B\n1,2\n2,3,4\nBiểu 2\nx,y\nz,t\n",
         [["Biểu 1"], ["STT", "A", "B"], ["1", "2"], ["2", "3", "4"], ["Biểu 2"], ["x", "y"], ["z", "t"]]),
        # quotation marks that do not pair swallow nothing
        ('STT;A\n1;"mở\n2;b "c" d\n3;"x" y\n', [["STT", "A"], ["1", "mở"], ["2", 'b "c" d'], ["3", "x y"]]),
    ],
)  # fmt: skip
def test_fields_are_parted_as_meant(text, expected):
    assert rows(text) == expected


def test_a_decimal_comma_that_nobody_quoted_does_not_shift_the_row():
    text = "STT,Chỉ tiêu,ĐVT,Số lượng,Ghi chú\n1,Tỷ lệ,%,95,9,\n2,Số,văn bản,36,\n3,Tỷ lệ,%,1.204,61,x\n4,a,b,1,2,3\n"
    assert [row[3] for row in rows(text)] == ["Số lượng", "95,9", "36", "1.204,61", "1"]


def test_the_file_may_be_named_after_its_form_and_prose_does_not_end_a_table():
    assert figures(forms_in("BM1.csv", csv_file(FORM[1:])))["BM1 2"] == 95.9
    table = csv_file([*FORM[:3], ["Ghi chú: " + "số liệu tính đến hết quý " * 6], *FORM[3:]])
    assert figures(forms_in("a.csv", table))["BM1 2.1"] == 1234


def test_a_long_text_alone_in_its_record_is_a_paragraph():
    sentence = "Trong quý I, Ủy ban nhân dân xã tiếp nhận 523 hồ sơ, " + "trong đó có hồ sơ trực tuyến, " * 4
    blocks = read_document("a.csv", csv_file([["Biểu mẫu 4"], [sentence], ["1", "2"]])).blocks
    assert [(bool(b.cells), b.place) for b in blocks] == [(True, "a.csv!A1"), (False, "a.csv!A2"), (True, "a.csv!A3")]
    assert blocks[1].span(0, 5) == "a.csv!A2:1-5"
    assert not read_document("a.csv", "BÁO CÁO\n- Tiếp nhận 5 hồ sơ\n".encode()).blocks[1].cells


def test_too_many_cells_or_too_long_a_field_are_refused():
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_document("a.csv", b"1;" * 310_000)
    with pytest.raises(UnreadableFile, match="dài hơn"):
        read_document("a.csv", b"a,b\n" + b"x" * 140_000)


fields = st.text("abđ1,;|\t\n\"' .", max_size=6)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(st.lists(fields, min_size=3, max_size=3), min_size=3, max_size=6), st.sampled_from(",;\t|"))
def test_any_fields_read_back_equal_when_the_delimiter_is_named(table, delimiter):
    table = [["đầu", "hai", *row] for row in table]
    content = f"sep={delimiter}\n".encode() + csv_file(table, delimiter)
    read = [[cell.text for cell in block.cells] for block in read_document("a.csv", content).blocks]
    expected = [
        ["\n".join(filter(None, (" ".join(p.split()) for p in field.split("\n")))) for field in row] for row in table
    ]
    assert [row + [""] * (5 - len(row)) for row in read] == expected
