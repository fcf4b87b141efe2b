"""Pictures on pages that have text: those that may hold a table are told of; emblems, seals and backgrounds are not."""

import pytest
from pdf_pages import SCAN, SENTENCE, drawn, lines, texts, together, told
from reportlab.pdfgen.canvas import Canvas

TEXT = lines(*[SENTENCE] * 30)


def picture(x: float, y: float, width: float, height: float):
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(SCAN, x, y, width, height)

    return draw


def in_strips(canvas: Canvas) -> None:
    for n in range(10):
        canvas.drawImage(SCAN, 80, 60 + 10 * n, 420, 10)


def turned(canvas: Canvas) -> None:
    canvas.translate(595, 0)
    canvas.rotate(90)
    lines(*[SENTENCE] * 10)(canvas)
    canvas.drawImage(SCAN, 80, 100, 500, 200)


@pytest.mark.parametrize(
    "page",
    [
        together(TEXT, picture(80, 60, 420, 120)),
        together(TEXT, in_strips),
        together(lines(SENTENCE, SENTENCE), picture(120, 100, 200, 300)),
        together(picture(0, 0, 595, 842), lines(SENTENCE)),
        turned,
    ],
)
def test_a_picture_large_enough_for_a_table_is_told_of_with_its_page(page):
    content = drawn(TEXT, page)
    assert [where for where, words in told(content) if "ảnh" in words] == ["a.pdf!page 2"]
    assert SENTENCE in " ".join(texts(content))


@pytest.mark.parametrize(
    "draw",
    [
        picture(80, 770, 60, 60),  # an emblem
        picture(60, 760, 480, 70),  # a letterhead
        picture(340, 60, 115, 115),  # a seal
        picture(300, 50, 250, 150),  # a signature with its seal
        together(picture(0, 0, 595, 842), TEXT),  # a background
        picture(60, 100, 480, 0.5),  # a line
    ],
)
def test_emblems_seals_signatures_and_backgrounds_are_not(draw):
    assert told(drawn(together(draw, TEXT))) == []
