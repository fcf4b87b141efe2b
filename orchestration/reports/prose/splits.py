"""Lists of parts in sentences, and whether a list is the whole: "650 người: thường xuyên 585, trước hạn 65"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.reports.prose.amounts import Amount, Sentence
from orchestration.reports.prose.lexicon import Lexicon, load_lexicon
from orchestration.reports.text import plain

ARITHMETIC_YML = Path(__file__).with_name("arithmetic.yml")
_SEPARATOR = re.compile(r"[;,](?=\s)|\s(?:và|\+)\s|[;,](?!\d)")
_NESTED = re.compile(r"\([^()]*\)?")
_DIGITS = re.compile(r"\d[\d.,]*")
_INNER = re.compile(r"trong (?:số )?đó", re.IGNORECASE)
_AND_MORE = re.compile(r"…|\.\.|(?<!\w)(?:v\.v|các|một số|nhiều|khác|còn lại)(?!\w)", re.IGNORECASE)
# "tăng 500 hồ sơ, trong đó …" lists parts of the whole, not of the change; averages are rounded
_NO_TOTAL = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|so với|trung bình|bình quân)(?!\w)")
_NEAR = 0.1  # of the total: how far a list that nobody calls the whole may be off and still mean to be it


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """arithmetic.yml, its patterns compiled on whole words."""
    data = yaml.safe_load(ARITHMETIC_YML.read_text(encoding="utf-8"))
    compiled = {name: pattern(found) for name, found in data.items() if name != "splits"}
    return compiled | {"splits": [Split(entry, load_lexicon()) for entry in data["splits"]]}


def pattern(found: str | list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{found if isinstance(found, str) else '|'.join(found)})(?!\w)")


class Split:
    """One way to split a whole, as an entry of arithmetic.yml says it."""

    def __init__(self, entry: dict[str, Any], lexicon: Lexicon):
        self.complete = [frozenset(parts) for parts in entry["complete"]]
        self.is_of_scores = entry.get("scores", False)
        self.facet: str | None = entry.get("facet", entry.get("beside"))
        self._whole = pattern(entry["whole"]) if "whole" in entry else None
        self._not_whole = pattern(entry["not_whole"]) if "not_whole" in entry else None
        self.part_of: Callable[[str], str | None]
        if entry.get("facet") == "scope":
            self.part_of = lexicon.scope_in
        elif facet := entry.get("facet"):
            self.part_of = lambda text: (lexicon.last(facet, lexicon.without_names(text)) or (0, None))[1]
        else:
            parts = [(name, pattern(found)) for name, found in entry["words"].items()]
            self.part_of = lambda text: next((name for name, found in parts if found.search(text)), None)

    def is_of(self, total: Amount, head: str) -> bool:
        """Whether a total can be split so, by the words around it."""
        is_score = total.kind in ("points", "percent")
        is_barred = self._not_whole and self._not_whole.search(head)
        return is_score == self.is_of_scores and not is_barred and (not self._whole or bool(self._whole.search(head)))


@dataclass(frozen=True)
class Item:
    """A part of a list: its number, the words before and behind it, and the mark that stands before it."""

    amount: Amount
    before: str
    behind: str
    mark: str
    has_more: bool = False  # words without a number of their own belong to it: "Chủ tịch, 02 Phó Chủ tịch"

    def part_of(self, split: Split) -> str | None:
        return split.part_of(self.before) or split.part_of(self.behind)


def items_in(sentence: Sentence, start: int, end: int) -> list[Item] | None:
    """The parts that a stretch of a sentence lists, what stands in brackets left out; None where a part is not one
    number with its share."""
    flat = _NESTED.sub(lambda match: " " * len(match[0]), sentence.text[start:end])
    amounts = [a for a in sentence.amounts if start <= a.start < end and flat[a.start - start] != " "]
    items: list[Item] = []
    carried, mark, position = "", "", 0
    for match in [*_SEPARATOR.finditer(flat), None]:
        stop = match.start() if match else len(flat)
        here = [a for a in amounts if position <= a.start - start < stop]
        if not here:
            carried += flat[position:stop] + " "
        elif len(here) > 2 or (len(here) == 2 and here[1].kind != "percent"):
            return None
        else:
            if items and _INNER.search(flat, position, here[0].start - start):
                return None  # of which whole the rest are parts is not said
            before = plain(_DIGITS.sub(" ", carried + flat[position : here[0].start - start]))
            behind = plain(flat[here[0].last - start : here[1].start - start if len(here) == 2 else stop]).strip(" .:")
            items.append(Item(here[0], before, behind, mark, has_more=bool(carried.strip())))
            carried = ""
        if match:
            if here or not items:
                mark = ";" if match[0] == ";" else ","
            position = match.end()
    if items and _AND_MORE.search(carried):
        items[-1] = replace(items[-1], has_more=True)
    return items


def parts_of(total: Amount, head: str, noun: str, items: list[Item], said: str) -> list[Amount] | None:
    """The numbers of a list that add up to a total, as its words say; None where they do not say so.

    ``head`` are the words around the total, ``noun`` those behind it, ``said`` how the list is opened: ``whole``
    ("gồm"), ``parts`` ("trong đó", a colon), ``bare`` (a bracket, a footnote). A list can be read in several ways:
    one that adds up is meant so; one that does not is wrong only when its words leave no doubt.
    """
    if not total.is_exact:
        return None
    for count in range(2, len(items) + 1):
        if _is_alike(total, items[:count]) and _adds_up(total, items[:count]):
            return [item.amount for item in items[:count]]
    sure = None if _NO_TOTAL.search(head) else _sure(total, head, noun, items, said)
    return [item.amount for item in sure] if sure and _is_alike(total, sure) else None


def _sure(total: Amount, head: str, noun: str, items: list[Item], said: str) -> list[Item] | None:
    """The items that are all the parts of a total beyond doubt."""
    for split in words()["splits"]:
        if split.is_of(total, head) and (parts := _complete(split, items)):
            if not _ends(items, len(parts)):
                return None  # more parts may follow
            if not any(_qualified(item, head, split.facet) for item in parts):
                return parts
    listed = _listed(items) if said == "whole" else items
    if said == "parts" or len(listed) < (2 if said == "whole" else 3):
        return None
    if any(item.has_more for item in listed) or all(_qualified(item, head, None) for item in listed):
        return None
    if said == "whole" and all(not i.behind or i.behind.split()[:1] == noun.split()[:1] for i in listed):
        return listed
    overlaps = any(words()["overlapping"].search(f"{item.before} {item.behind}") for item in listed)
    told = sum(item.amount.value for item in listed)
    return listed if not overlaps and abs(told - total.value) <= max(1, _NEAR * total.value) else None


def _is_alike(total: Amount, items: list[Item]) -> bool:
    """Whether a total and its parts are exact and count in the same: a total of scores may be written in percent."""
    if not all(item.amount.is_exact for item in items):
        return False
    kinds = {item.amount.kind for item in items}
    return (
        kinds <= {"points", "count"} if total.kind == "points" else kinds == {total.kind.replace("percent", "points")}
    )


def _adds_up(total: Amount, items: list[Item]) -> bool:
    told = sum(item.amount.value for item in items)
    rounding = total.half_unit + sum(item.amount.half_unit for item in items)
    return abs(told - total.value) <= rounding + 1e-9 * max(1, abs(told))


def _qualified(item: Item, head: str, facet: str | None) -> bool:
    """Whether a part says more of itself than that it is one: "cấp huyện trực tuyến 12" of all that were received."""
    lexicon = load_lexicon()
    said = lexicon.without_names(f"{item.before} {item.behind}")
    others = (name for name in ("action", "channel", "timing", "aspect") if name != facet)
    found = ((lexicon.last(name, said), lexicon.last(name, head)) for name in others)
    return any(own and (whole is None or own[1] != whole[1]) for own, whole in found)


def _complete(split: Split, items: list[Item]) -> list[Item] | None:
    """The first items of a list, where they are all the parts of a split."""
    names: list[str] = []
    for item in items:
        name = item.part_of(split)
        if name is None or name in names:
            break
        names.append(name)
    return items[: len(names)] if frozenset(names) in split.complete else None


def _ends(items: list[Item], count: int) -> bool:
    """Whether the first items are a list of their own: nothing follows, a stronger mark, or another clause."""
    if count == len(items):
        return True
    is_stronger = items[count].mark == ";" and all(item.mark == "," for item in items[1:count])
    return is_stronger or bool(words()["new_clause"].match(items[count].before))


def _listed(items: list[Item]) -> list[Item]:
    """The items up to where the sentence goes on to something else."""
    return next((items[:count] for count in range(2, len(items)) if _ends(items, count)), items)
