"""A calculation that a sentence states, as a row of the landing table."""

import re
from collections.abc import Sequence

from orchestration.reports.found import Calculation
from orchestration.reports.prose.amounts import Amount, Sentence
from orchestration.reports.text import one_line

_QUOTED = 240  # characters of a sentence that a message repeats
_SUBJECT = 100
_DIGITS = re.compile(r"\d[\d.,/]*(?:\s*%)?")


def calculation(
    kind: str, sentence: Sentence, stated: Amount, operands: Sequence[Amount], sign: int = 1
) -> Calculation:
    """``sign`` is -1 for what the sentence calls a decrease."""
    return Calculation(
        kind,
        _subject(sentence, stated),
        quoted(sentence, [stated, *operands]),
        [operand.value for operand in operands],
        [operand.half_unit for operand in operands],
        [operand.text for operand in operands],
        [operand.locator for operand in operands],
        sign * stated.value,
        stated.half_unit,
        stated.text,
        stated.locator,
    )


def _subject(sentence: Sentence, stated: Amount) -> str:
    """The words before a result without their numbers, which a correction changes."""
    return one_line(_DIGITS.sub("…", sentence.text[: stated.end]))[-_SUBJECT:].strip()


def quoted(sentence: Sentence, amounts: Sequence[Amount]) -> str:
    """The sentence, or of a long one the stretch around the numbers."""
    text = sentence.text.strip()
    if len(text) <= _QUOTED:
        return one_line(text)
    inside = [a for a in amounts if a.locator.startswith(sentence.block.place)]
    start = sentence.text.rfind(" ", 0, max(0, min(a.start for a in inside) - 60)) + 1
    stop = max(a.last for a in inside)
    end = sentence.text.find(" ", stop + 20)
    words = one_line(sentence.text[start : end if end > 0 else len(sentence.text)])
    if len(words) > 2 * _QUOTED:
        words = f"{words[:_QUOTED]} … {words[-_QUOTED // 2 :]}"
    return f"{'… ' if start else ''}{words}{' …' if end > 0 else ''}"
