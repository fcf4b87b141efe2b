"""Text and Markdown: lines are paragraphs, tables are tabs or pipes, and places point into the line as typed."""

import re

import pytest
from builders import HEADER, figures, form_rows, forms_in, md_file, txt
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.formats.reading import read_document


def read(name: str, *lines: str) -> list[str | list[str]]:
    blocks = read_document(name, txt(*lines)).blocks
    return [[cell.text for cell in block.cells] if block.cells else " ".join(block.text.split()) for block in blocks]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_lines_between_pipes_are_rows(name):
    lines = [
        "Biểu mẫu 4",
        "| STT | Chỉ tiêu |",
        "|:---|---:|",
        "| 2.1 | Có mặt \\| vắng |",
        "|  | - |",
        "",
        "| 1 | b |",
    ]
    assert read(name, *lines) == [
        "Biểu mẫu 4", ["STT", "Chỉ tiêu"], ["2.1", "Có mặt | vắng"], ["", "-"], ["1", "b"],
    ]  # fmt: skip
    assert [b.table for b in read_document(name, txt(*lines)).blocks] == [0, 1, 1, 1, 2]


def test_rows_need_no_outer_pipes_below_a_rule():
    assert read("a.md", "STT | Số lượng", "--- | ---", "1 | 20", "hết", "a | b") == [
        ["STT", "Số lượng"], ["1", "20"], "hết", "a | b",
    ]  # fmt: skip


def test_a_frame_of_signs_is_no_row():
    assert read("a.txt", "+-----+---+", "| STT | A |", "+=====+===+", "| 1 | 2 |", "+-----+---+") == [
        ["STT", "A"],
        ["1", "2"],
    ]


def test_pipes_and_tabs_make_two_tables():
    blocks = read_document("a.txt", txt("aa\tb", "c\td", "| e | f |")).blocks
    assert [block.table for block in blocks] == [1, 1, 2]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("## I. KẾT QUẢ", "I. KẾT QUẢ"),
        ("> **Số lượng:** 5 hồ sơ", "Số lượng: 5 hồ sơ"),
        ("Đạt __95,9%__, *trong đó* `47/49` ~~48~~", "Đạt 95,9% , trong đó 47/49 48"),
        (r"1\. Tiếp nhận \*523\* hồ sơ", "1. Tiếp nhận * 523* hồ sơ"),
        ("so_luong 2*3*4 (*) 5 * 6", "so_luong 2*3*4 (*) 5 * 6"),
        ("#1 trong tỉnh", "#1 trong tỉnh"),
    ],
)
def test_signs_of_markdown_are_not_read(line, text):
    assert read("a.md", line) == [text]


def test_fences_rules_and_underlines_are_left_out_and_code_is_text():
    assert read("a.md", "BÁO CÁO", "===", "```text", "Tiếp nhận 5 hồ sơ", "```", "---", "* * *", "Hết") == [
        "BÁO CÁO", "Tiếp nhận 5 hồ sơ", "Hết",
    ]  # fmt: skip


def test_bullets_are_as_deep_as_they_are_indented():
    blocks = read_document(
        "a.md", txt("- Trong đó:", "  - trực tuyến: 5", "    * một phần: 2", "  1. ba", "+ bốn")
    ).blocks
    assert [block.level for block in blocks] == [1, 2, 4, 0, 2]


def test_spans_point_into_the_line_as_typed():
    line = "> Đạt **95,9%** kế hoạch"
    block = read_document("a.md", txt("# A", line)).blocks[1]
    start = block.text.index("95,9%")
    assert block.span(start, start + 5) == "a.md!L2:9-13" and line[8:13] == "95,9%"


def test_a_form_in_markdown_has_places_in_its_lines():
    content = md_file("Biểu mẫu 4", [[f"**{cell}**" for cell in HEADER], *form_rows("BM4", r2_1="**1.234**", r2_2=18)])
    found = forms_in("a.md", content)
    assert figures(found) == {"BM4 2.1": 1234, "BM4 2.2": 18}
    number, start, end = map(int, re.findall(r"\d+", found.statements[0].source_locator))
    assert content.decode().split("\n")[number - 1][start - 1 : end].strip("*") == "1.234"


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.text("ab*_`#>|~-\\ 1đ", max_size=40), st.sampled_from(["a.md", "a.txt"]))
def test_every_place_lies_in_its_line(line, name):
    for block in read_document(name, txt("đầu", line)).blocks[1:]:
        assert block.cells or len(block.text) == len(line)
        for cell in block.cells:
            start, end = map(int, re.fullmatch(r"a\.\w+!L2:(\d+)-(\d+)", cell.locator).groups())
            assert 0 < start <= end <= len(line) + 1
