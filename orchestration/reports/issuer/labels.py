"""Lines such as "Đơn vị báo cáo: UBND xã …" and "Kỳ báo cáo: Quý I năm 2023" that stand above forms."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.reports.blocks import Block, Document

_LABELS = {
    "unit": re.compile(
        r"\W*(?:tên\s+)?(?:đơn vị|địa phương)(?:\s+(?:gửi|lập|thực hiện)?\s*báo cáo|\s+lập biểu)?\s*:", re.IGNORECASE
    ),
    "period": re.compile(r"\W*(?:thời\s+)?k[ỳì]\s*(?:báo cáo|số liệu)?\s*:", re.IGNORECASE),
}
_NEXT_LABEL = re.compile(r"\W*(?:cơ quan|đơn vị|nơi)\s+nhận\b|\n\W*[^\n:]{2,30}:", re.IGNORECASE)
_HEAD_ROWS = 12  # rows of a table in which its own head can stand


@dataclass(frozen=True)
class Labelled:
    """What stands behind a label, and its locator."""

    text: str
    place: str


def labelled(document: Document, what: str) -> Iterator[Labelled]:
    """What stands behind the labels of the reporting ``unit`` or ``period``, in reading order.

    It may stand in the label's own cell or in the next filled one of its row.
    """
    label, rows = _LABELS[what], Counter[tuple[str, int]]()
    for block in document.blocks:
        rows[block.sheet, block.table] += bool(block.cells)
        if rows[block.sheet, block.table] > _HEAD_ROWS and block.cells:
            continue
        texts = _texts(block)
        for number, (text, place) in enumerate(texts):
            if found := label.match(text):
                rest = text[found.end() :]
                if not rest.strip() and number + 1 < len(texts):
                    rest, place = texts[number + 1]
                if what == "period":  # "Quý: I", "Năm: 2023"
                    rest = " ".join([rest, *(text for text, _ in texts[number + 1 :])])
                following = _NEXT_LABEL.search(rest)
                yield Labelled(rest[: following.start()] if following else rest, place)


def _texts(block: Block) -> list[tuple[str, str]]:
    if not block.cells:
        return [(block.text, block.place)]
    return [(cell.text, cell.locator) for cell in block.cells if cell.text.strip()]
