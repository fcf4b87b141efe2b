"""Writes docs/prose-review.md: what was read from sentences of the sample documents, to be held against them by eye.

``python scripts/review_prose.py [RAW]`` lists each figure and each verified calculation by document and place, and
counts the numbers of the paragraphs: all, those that are no figure (dates, numbers of documents, levels), those that
became figures, targets, scores or parts of calculations, and those left, which are listed with their words.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from orchestration.reports.blocks import Block
from orchestration.reports.formats.files import Files
from orchestration.reports.found import Calculation, Found
from orchestration.reports.prose.written import without_references
from orchestration.reports.submission import read_submission
from orchestration.reports.text import one_line
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.incoming import receive, submissions
from orchestration.warehouse.reading_pool import Reference

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HEADING = re.compile(r"\s*[\d.]+[.)]")  # "1. Thể chế"
_WORDS = 40  # characters shown on each side of a number
_TEXTS = {"docx", "doc", "odt", "rtf", "txt", "html", "htm", "pdf", "md"}


def main(raw_dir: Path) -> None:
    lines = [
        "# What is read from sentences",
        "",
        "Made by `python scripts/review_prose.py` from the sample documents in `raw/`: figures and calculations",
        "by place, and the numbers of the paragraphs that are neither.",
    ]
    catalogue, register = Reference.of(Settings()).load()
    for folder, files in sorted(submissions(raw_dir).items()):
        received = receive(folder, files)
        found = read_submission(folder, received, catalogue, register).found
        for document in Files("", received, {}, lambda name: None).documents:
            if document.name.rpartition(".")[2] in _TEXTS and found.has_figures:
                lines += ["", f"## {folder}/{document.name}", "", *_review(document.paragraphs, document.name, found)]
    (PROJECT_DIR / "docs" / "prose-review.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _review(paragraphs: list[Block], name: str, found: Found) -> Iterator[str]:
    figures = [item.source_locator for item in (*found.statements, *found.targets, *found.index_scores)]
    calculations = [c for c in found.calculations if c.source_locator.startswith(f"{name}!")]
    verified = [place for c in calculations for place in (c.source_locator, *c.operand_locators)]
    counts: Counter[str] = Counter()
    left = []
    for block in paragraphs:
        masked = without_references(block.text)
        for match in _NUMBER.finditer(block.text):
            if _covers(figures, block, match):
                use = "figures"
            elif _covers(verified, block, match):
                use = "in calculations only"
            elif masked[match.start() : match.end()] != match[0] or _HEADING.match(block.text, 0, match.end() + 1):
                use = "no figures"
            else:
                use = "left"
                words = block.text[max(0, match.start() - _WORDS) : match.end() + _WORDS]
                left.append(f"- {block.place}: … {one_line(words)} …")
            counts[use] += 1
    yield f"{counts.total()} numbers: {', '.join(f'{number} {use}' for use, number in counts.most_common())}."
    yield from ("", "| figure | scope, field | value | place |", "|---|---|---|---|")
    for s in found.statements:
        if s.source_kind == "prose" and s.source_locator.startswith(f"{name}!"):
            yield f"| {s.indicator_code} | {s.scope}, {s.field_code} | {s.value_text} | {s.source_locator} |"
    yield from ("", "| calculation | stated | of | place |", "|---|---|---|---|")
    yield from (_row(calculation) for calculation in calculations)
    yield from ("", "Left:", "", *left)


def _covers(places: list[str], block: Block, number: re.Match[str]) -> bool:
    """Whether a number of a paragraph stands within one of the places."""
    spans = (
        place.removeprefix(f"{block.place}:").split("-") for place in places if place.startswith(f"{block.place}:")
    )
    return any(int(start) <= number.start() + 1 and number.end() <= int(end) for start, end in spans)


def _row(calculation: Calculation) -> str:
    numbers = " ".join(calculation.operand_texts)
    return f"| {calculation.calculation_kind} | {calculation.stated_text} | {numbers} | {calculation.source_locator} |"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Settings().raw_dir)
