"""Numbers that a list of parts follows: in the sentence, in bullets below it, in a footnote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.reports.blocks import Block
from orchestration.reports.found import Calculation
from orchestration.reports.prose.amounts import Amount, Sentence, sentences
from orchestration.reports.prose.lexicon import load_lexicon
from orchestration.reports.prose.splits import Item, items_in, parts_of
from orchestration.reports.prose.stated import calculation
from orchestration.reports.prose.written import FOOTNOTE
from orchestration.reports.text import plain

# between a total and its list may stand a share, or a bracket with one number
_OPENS = re.compile(
    r"[^\d.;:()]{0,90}?"
    r"(?:\s*,\s*(?:chiếm|đạt)\s+(?:t[ỷỉ] lệ )?\d[\d.,]*\s*%|\s*\([^()\d]{0,30}\d[\d.,]*[^()\d]{0,30}\))?"
    r"(?:\s*[,;.–-])?\s*"
    r"(?P<sign>\(?\s*(?<!\w)(?P<word>trong đó|trong số đó|bao gồm|gồm|chia ra|cụ thể)(?!\w|\s+cả\b)"
    r"(?:\s+(?:có|là|như sau)(?!\w))?\s*:?|:|\()",
    re.IGNORECASE,
)
_SAID_WHOLE = {"gồm", "bao gồm", "chia ra"}
MARK = re.compile(rf"{FOOTNOTE}+")


@dataclass(frozen=True)
class Total:
    """A number that a list of parts follows: the words around it and behind it, how the list is opened (see
    ``splits.parts_of``), and from where to where it goes in the sentence."""

    sentence: Sentence
    amount: Amount
    head: str
    noun: str
    said: str = "bare"
    start: int = 0
    end: int = 0

    def sum(self, items: list[Item] | None) -> Iterator[Calculation]:
        parts = parts_of(self.amount, self.head, self.noun, items, self.said) if items else None
        if parts:
            yield calculation("sum", self.sentence, self.amount, parts)


def total_of(sentence: Sentence, number: int, noun: str, said: str = "bare", start: int = 0, end: int = 0) -> Total:
    amount = sentence.amounts[number]
    before = sentence.amounts[number - 1].last if number else 0
    head = load_lexicon().without_names(plain(f"{sentence.text[before : amount.start]} {noun}"))
    return Total(sentence, amount, head, plain(noun).strip(" ,;."), said, start, end)


def totals_in(sentence: Sentence) -> Iterator[Total]:
    for number, amount in enumerate(sentence.amounts):
        opens = _OPENS.match(sentence.masked, amount.last)
        if opens:
            word = plain(opens["word"] or "")
            said = "whole" if word in _SAID_WHOLE else "bare" if opens["sign"] == "(" else "parts"
            end = _closing(sentence.text, opens.end())
            noun = MARK.sub("", sentence.text[amount.last : opens.start("sign")])
            yield total_of(sentence, number, noun, said, opens.end(), end)


def _closing(text: str, start: int) -> int:
    """Where the bracket around a place closes; the end of the text when there is none."""
    depth = 0
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth < 0:
            return position
    return len(text)


def sums_in(totals: Sequence[Total]) -> Iterator[Calculation]:
    for total in totals:
        yield from total.sum(items_in(total.sentence, total.start, total.end))


def sum_of_bullets(totals: Sequence[Total], blocks: Sequence[Block], number: int) -> Iterator[Calculation]:
    """A line that ends in "trong đó:" with the bullets below it, each a part."""
    if not totals or totals[-1].sentence.text[totals[-1].start :].strip() or number + 1 == len(blocks):
        return
    depth = blocks[number + 1].level
    items: list[Item] = []
    for block in blocks[number + 1 :] if depth > blocks[number].level else ():
        if block.level < depth:
            break
        if block.level == depth:
            first = next(iter(sentences(block)), None)
            if first is None or not first.amounts:
                return
            amount = first.amounts[0]
            behind = plain(re.split(r"[,;.:(\d]", first.text[amount.last :], maxsplit=1)[0])
            items.append(Item(amount, plain(first.text[: amount.start]).lstrip("+-–•* "), behind, ";"))
    yield from totals[-1].sum(items)


def noted_in(sentence: Sentence) -> dict[str, Total]:
    """What footnote marks stand at: the number before each, with nothing but its words between."""
    noted = {}
    for mark in MARK.finditer(sentence.text, 1):
        numbers = [n for n, amount in enumerate(sentence.amounts) if amount.end <= mark.start()]
        if numbers:
            noun = sentence.text[sentence.amounts[numbers[-1]].last : mark.start()]
            if len(noun) <= 90 and not re.search(r"[.;:()]", noun):
                noted[mark[0]] = total_of(sentence, numbers[-1], noun)
    return noted


def sum_of_note(block: Block, total: Total) -> Iterator[Calculation]:
    """The parts that a footnote lists; a full stop parts them too."""
    text = re.sub(r"\.(?=\s)", ";", block.text.rstrip(" ;."))
    text = re.sub(rf"^(\s*{MARK.pattern}\s*)\((.*)\)$", r"\1 \2", text)
    whole = next(iter(sentences(Block(text, block.place))), None)
    if whole is not None:
        yield from total.sum(items_in(whole, 0, len(whole.text)))
