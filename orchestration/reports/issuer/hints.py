"""All places of a submission that say whose report it is and for which period, and those that disagree.

A sidecar is believed over the documents, a document over the other files, these over names of files and folders.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, groupby
from pathlib import PurePosixPath
from typing import Any

from orchestration.reports.blocks import Document
from orchestration.reports.found import Remark
from orchestration.reports.issuer.head_lines import head_of
from orchestration.reports.issuer.heading import Heading
from orchestration.reports.issuer.names import period_in_name, unit_words
from orchestration.reports.issuer.periods import period_of_code, period_words
from orchestration.reports.issuer.unit_names import Mention, Unit, slug
from orchestration.reports.issuer.units import UnitRegister

_PERIOD_WORDS = re.compile(r"\d|\b(?:qu?[yýií]?|th[aá]ng|n[aă]m)\b", re.IGNORECASE)
_FOLDERS = 3  # province/unit/period


@dataclass(frozen=True)
class Hint:
    """A place that names a unit or a period: where in words, as written, locator, and the file ("" for a folder)."""

    where: str
    written: str
    place: str
    file: str = ""
    code: str = ""
    issuer: Mention | None = None
    others: tuple[Mention, ...] = ()
    is_formal: bool = False  # holds nothing but the unit's name
    sheet: str = ""

    @property
    def named(self) -> str:
        """The unit with the parents named beside it."""
        return ", ".join(mention.written for mention in (self.issuer, *self.others) if mention)


# where another unit is named, by file and sheet: "" for a whole file, a sheet's name where others are the unit's own
LeftOut = dict[tuple[str, str], Hint]


class Hints:
    """What the documents, the file names and the folder of a submission say of its unit and its period."""

    def __init__(self, folder: str, headings: list[Heading], register: UnitRegister):
        self.folders = [part for part in folder.split("/") if part not in ("", ".", "..")][-_FOLDERS:]
        self.headings, self.register = headings, register

    @cached_property
    def _parts(self) -> list[tuple[str, Heading]]:
        """Documents by what to call them; each sheet of a workbook is one, for it has a head of its own."""
        parts = []
        for heading in self.headings:
            document = heading.document
            sheets = [
                (sheet, list(blocks)) for sheet, blocks in groupby(document.blocks, key=lambda block: block.sheet)
            ]
            if len(sheets) == 1:
                parts.append((document.name, heading))
                continue
            for sheet, blocks in sheets:
                part = Heading(Document(document.name, document.file_format, head_of(blocks)), self.register)
                parts.append((f"trang {sheet} của {document.name}", part))
        return parts

    # --- period

    @cached_property
    def periods(self) -> list[Hint]:
        """Periods that the documents state of themselves, most believed first."""
        return [
            _hint(said.where, name, heading, said.written, said.place, code=said.code)
            for name, heading in self._parts
            for said in heading.periods
        ]

    @cached_property
    def periods_in_names(self) -> list[Hint]:
        """Periods in the names of sheets, files and folders, from the inside out."""
        sheets = (Hint(f"tên trang của {name}", sheet, f"{name}!{sheet}", name) for name, sheet in self._sheets())
        years = {code for name in self.folders if (code := period_in_name(name)) and code.isdigit()}
        year = years.pop() if len(years) == 1 else None  # "2023/Quý I"
        named = ((hint, period_in_name(hint.written, year)) for hint in chain(sheets, self._names()))
        return [replace(hint, code=code) for hint, code in named if code]

    def _days_outside(self, code: str) -> Iterator[Hint]:
        """Days of figures, stated in a head, that lie outside a period altogether."""
        period = period_of_code(code)
        for name, heading in self._parts:
            days = heading.head_days
            if days and days.end and (days.end < period.start or (days.start and days.start > period.end)):
                start = f"từ {days.start:%d/%m/%Y} " if days.start else ""
                written = f"{start}đến {days.end:%d/%m/%Y}"
                yield _hint(days.where, name, heading, written, days.place)

    # --- unit

    @cached_property
    def units(self) -> list[Hint]:
        """Where the documents name their issuer, most believed first."""
        return [
            _hint(said.where, name, heading, said.issuer.written, said.place,
                  issuer=said.issuer, others=said.others, is_formal=said.is_formal)
            for name, heading in self._parts
            for said in heading.speaker.namings
        ]  # fmt: skip

    @cached_property
    def units_in_names(self) -> list[Hint]:
        """Units in the names of files, then of folders, from the inside out.

        A folder's name without a type word counts as a province ("hai-duong") or below one ("doan-ket").
        """
        found, in_province = [], False
        for hint in reversed(list(self._names())):
            words = unit_words(hint.written)
            mentions = self.register.mentions(words)
            if mentions:
                # "xa-doan-ket-thanh-mien" leaves out what its parent is
                rest = _PERIOD_WORDS.split(words[mentions[-1].end :])[0].strip(" ,.-")
                mentions += [Mention("", rest)] if rest else []
            elif not hint.file:
                mentions = [Mention("", words)]
            levels = {unit.level for mention in mentions[:1] for unit in self.register.called(mention)}
            if levels and (hint.file or mentions[0].type_word or in_province or "province" in levels):
                in_province = in_province or "province" in levels
                found.append(replace(hint, issuer=mentions[0], others=tuple(mentions[1:])))
        return found[::-1]

    def parents_in_names(self) -> list[Mention]:
        return [m for hint in self.units_in_names for m in (*hint.others, hint.issuer) if m]

    def _names(self) -> Iterator[Hint]:
        """Names of files and, innermost first, of folders."""
        for heading in self.headings:
            name = heading.document.name
            stem = PurePosixPath(name).with_suffix("").as_posix()
            yield Hint(f"tên tệp {name}", stem, name, name, is_formal=True)
        for number, name in reversed(list(enumerate(self.folders, start=1))):
            yield Hint("tên thư mục", name, "/".join(self.folders[:number]), is_formal=True)

    def _sheets(self) -> Iterator[tuple[str, str]]:
        for heading in self.headings:
            for sheet in dict.fromkeys(block.sheet for block in heading.document.blocks if block.sheet):
                yield heading.document.name, sheet

    # --- what disagrees

    def of_others(self, unit: Unit) -> LeftOut:
        """What stands under the name of another unit, so that figures there are not this one's.

        A form may well bear the name of the unit above only; a document with a number of its own is that unit's.
        """
        formal = [hint for hint in self.units if hint.is_formal]
        issued = {heading.document.name for heading in self.headings if heading.document_number}
        others = [
            hint
            for hint in formal
            if self.is_other_unit(hint, unit)
            or (hint.file in issued and hint.issuer and self.register.relation(hint.issuer, unit) == "parent")
        ]
        own = {hint.file for hint in formal if hint not in others}
        found: LeftOut = {}
        for hint in others:
            if hint.sheet or hint.file not in own:
                found.setdefault((hint.file, hint.sheet if hint.file in own else ""), hint)
        return found

    def disagreeing(self, unit: Unit, code: str, day: date, left_out: LeftOut) -> Iterator[Remark]:
        """A remark for each place that names another unit or another period than was settled.

        Of what is ``left_out`` as another unit's, only that is told.
        """
        settled = self.register.full_name(unit)
        for hint in _once(left_out.values(), _name):
            yield Remark("other_unit", hint.where, hint.named, hint.place, settled, source_file=hint.file)
        for what, hint, said, meant in self._disagreements(unit, code, day):
            if not left_out.keys() & {(hint.file, ""), (hint.file, hint.sheet)}:
                subject = f"{what} ở {hint.where}"
                yield Remark("contradicting_hint", subject, said, hint.place, meant, source_file=hint.file)

    def _disagreements(self, unit: Unit, code: str, day: date) -> Iterator[tuple[str, Hint, str, str]]:
        """What a place speaks of, the place, what it says, and what was settled."""
        settled, period = self.register.full_name(unit), period_words(code)
        units = (hint for hint in [*self.units, *self.units_in_names] if self.is_other_unit(hint, unit))
        for hint in _once(units, _name):
            yield "Đơn vị", hint, hint.named, settled
        for hint in self._signed_at():
            if self._is_neighbour(hint.written, unit, day):
                yield "Địa danh", hint, hint.written, settled
        # a plan is filed under the time at which it was sent
        in_names = [] if self.headings[0].kind == "plan" else self.periods_in_names
        periods = (hint for hint in [*self.periods, *in_names] if is_other_period(hint.code, code))
        for hint in _once(periods, lambda hint: hint.code):
            yield "Kỳ", hint, period_words(hint.code), period
        for hint in self._days_outside(code):
            yield "Thời gian lấy số liệu", hint, hint.written, period

    def _signed_at(self) -> Iterator[Hint]:
        for name, heading in self._parts:
            if signed := heading.signing.place:
                yield _hint("dòng ngày ký", name, heading, signed.text, signed.place)

    def is_other_unit(self, hint: Hint, unit: Unit) -> bool:
        """Whether a place names a unit that is neither this one nor one above it.

        A sentence may speak of units of other levels; a letterhead or a label may not, nor may a file's name.
        """
        if hint.issuer is None or not self.register.called(hint.issuer):
            return False  # a slip of the pen
        if self.register.relation(hint.issuer, unit) is None:
            return hint.is_formal or hint.issuer.level in (None, unit.level)
        typed = [other for other in hint.others if other.type_word]
        return hint.is_formal and any(self.register.relation(other, unit) is None for other in typed)

    def _is_neighbour(self, place: str, unit: Unit, day: date) -> bool:
        """Whether a report was signed at a unit beside its own; a district may well sit in one of its communes."""
        mentions = self.register.mentions(place) or [Mention("", place)]
        return any(
            named.level == unit.level and named.parent_code == unit.parent_code and named.valid_on(day)
            for named in self.register.called(mentions[0])
        ) and not any(self.register.relation(mention, unit) for mention in mentions)


def is_other_period(code: str, settled: str) -> bool:
    """Whether a place speaks of another period than the report's.

    A wider one that holds it is the same (the year of a quarter), and a narrower one that ends with it ("quý II và 6
    tháng đầu năm"), or any year of a span of years.
    """
    said, own = period_of_code(code), period_of_code(settled)
    wider = said.start <= own.start and own.end <= said.end
    within = own.start <= said.start and said.end <= own.end
    return not (wider or (within and (said.end == own.end or "/" in settled)))


def _once(hints: Iterable[Hint], said: Callable[[Hint], str]) -> list[Hint]:
    """Of the places of one file that say the same, the first: seven sheets of another unit are one slip."""
    firsts: dict[tuple[str, str], Hint] = {}
    for hint in hints:
        firsts.setdefault((hint.file, said(hint)), hint)
    return list(firsts.values())


def _hint(where: str, name: str, heading: Heading, written: str, place: str, **more: Any) -> Hint:
    return Hint(f"{where} của {name}", written, place, heading.document.name, sheet=heading.sheet, **more)


def _name(hint: Hint) -> str:
    return slug(hint.issuer.name if hint.issuer else "")
