"""All places of a submission that say whose report it is and for which period.

A sidecar is believed over the documents, a document over the other files, these over headers and footers of pages,
these over names of files and folders.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain, groupby
from pathlib import PurePosixPath

from orchestration.reports.blocks import Document
from orchestration.reports.issuer.head_lines import head_of
from orchestration.reports.issuer.heading import Heading
from orchestration.reports.issuer.hint import Hint
from orchestration.reports.issuer.margins import periods_in_margins, units_in_margins
from orchestration.reports.issuer.names import period_in_name, unit_words
from orchestration.reports.issuer.unit_names import Mention
from orchestration.reports.issuer.units import UnitRegister

_PERIOD_WORDS = re.compile(r"\d|\b(?:qu?[yýií]?|th[aá]ng|n[aă]m)\b", re.IGNORECASE)
_FOLDERS = 3  # province/unit/period


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
        return [_of(name, heading, said) for name, heading in self._parts for said in heading.periods]

    @cached_property
    def periods_in_names(self) -> list[Hint]:
        """Periods in the names of sheets, files and folders, from the inside out."""
        sheets = (Hint(f"tên trang của {name}", sheet, f"{name}!{sheet}", name) for name, sheet in self._sheets())
        years = {code for name in self.folders if (code := period_in_name(name)) and code.isdigit()}
        year = years.pop() if len(years) == 1 else None  # "2023/Quý I"
        named = ((hint, period_in_name(hint.written, year)) for hint in chain(sheets, self._names()))
        return [replace(hint, code=code) for hint, code in named if code]

    @cached_property
    def days(self) -> list[Hint]:
        """Days of figures that heads state."""
        return [_of(name, heading, heading.head_days) for name, heading in self._parts if heading.head_days]

    @cached_property
    def periods_in_margins(self) -> list[Hint]:
        """Periods in the headers and footers of pages, which templates keep from one report to the next."""
        return [_of(h.document.name, h, hint) for h in self.headings for hint in periods_in_margins(h.document)]

    # --- unit

    @cached_property
    def units(self) -> list[Hint]:
        """Where the documents name their issuer, most believed first."""
        return [_of(name, heading, said) for name, heading in self._parts for said in heading.speaker.namings]

    @cached_property
    def units_in_margins(self) -> list[Hint]:
        """Units in the headers and footers of pages, at a level that their document speaks from."""
        return [
            _of(heading.document.name, heading, hint)
            for heading in self.headings
            for hint in units_in_margins(heading.document, self.register)
            if hint.issuer and heading.speaker.is_own(hint.issuer)
        ]

    @cached_property
    def places_of_signing(self) -> list[Hint]:
        signed = ((name, heading, heading.signing.place) for name, heading in self._parts)
        return [_of(name, heading, Hint("dòng ngày ký", at.text, at.place)) for name, heading, at in signed if at]

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


def _of(name: str, heading: Heading, hint: Hint) -> Hint:
    """A hint of a document, with the words for the document."""
    return replace(
        hint, where=f"{hint.where} của {name}", file=heading.document.name, sheet=hint.sheet or heading.sheet
    )
