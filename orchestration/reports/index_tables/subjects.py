"""Whom a row of an index table speaks of: a unit of the register, an aggregate of several, or nobody known."""

import re
from dataclasses import dataclass
from datetime import date

from orchestration.reports.index_tables.layout import IndexLayout, words
from orchestration.reports.issuer.unit_names import Mention, Unit
from orchestration.reports.issuer.units import UnitRegister, UnitUnsettled
from orchestration.reports.text import one_line

UNRESOLVED = "unresolved"
_LAST_OLD_DAY = date(2025, 6, 30)  # of 63 provinces
_COMMITTEE = re.compile(r"\W*(?:ubnd|[uủ][yỷ] ban nhân dân)\b\W*", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+")
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Subject:
    """``kind`` is the level of the unit (``province`` …), a kind of aggregate (``country`` ``region`` ``group``) or
    ``unresolved``, with the reason; ``name`` is the unit's with its parents, else as written."""

    kind: str
    name: str
    unit_key: str | None = None
    reason: str = ""


class Subjects:
    """Resolves names as the tables of one issuer write them: a ministry names provinces, a province its own units."""

    def __init__(self, register: UnitRegister, issuer: Unit, layout: IndexLayout):
        self._register, self._issuer, self._layout = register, issuer, layout
        self._known: dict[tuple[str, date], Subject] = {}

    def of(self, written: str, day: date) -> Subject:
        """The subject of a row, looked up as of a day."""
        known = self._known.get((written, day))
        if known is None:
            known = self._known[written, day] = self._of(written, day)
        return known

    def _of(self, written: str, day: date) -> Subject:
        name = _NUMBERED.sub("", one_line(written)).strip(" -–*")
        unit = self._register.ministry(name, day)
        if unit is None and (kind := self._layout.aggregates.leading(name)):
            return Subject(kind, name)
        if self._is_former(name):
            day = min(day, _LAST_OLD_DAY)
            name = self._without_former(name)
        try:
            unit = unit or self._unit(_COMMITTEE.sub("", name, count=1), day)
        except UnitUnsettled as reason:
            return Subject(UNRESOLVED, name, reason=str(reason))
        return Subject(unit.level, self._register.full_name(unit), unit.unit_key)

    def _is_former(self, name: str) -> bool:
        return self._layout.former.within(name) is not None and self._without_former(name) != name

    def _without_former(self, name: str) -> str:
        """ "Lâm Đồng (trước sắp xếp)", "Lâm Đồng cũ" without what says that it is the old one."""
        bracketed = _BRACKETS.sub(lambda m: "" if self._layout.former.within(m[1]) else m[0], name)
        last = bracketed.rsplit(" ", 1)
        return last[0] if len(last) == 2 and self._layout.former.equal(last[1]) else bracketed.strip()

    def _unit(self, name: str, day: date) -> Unit:
        """The unit of a name with or without type word. Raises UnitUnsettled with the candidates.

        A dash is part of a name ("Bà Rịa - Vũng Tàu") or stands before the parent ("xã Tân Hòa - Thành phố Cần Thơ").
        """
        own, *parents = re.split(r"\s[-–]\s|[,;()]", name)
        context = [m for part in parents for m in self._register.mentions(part) or [Mention("", part.strip())]]
        try:
            return self._named(name, day, context)
        except UnitUnsettled:
            if not parents:
                raise
            return self._named(own.strip(), day, context)

    def _named(self, name: str, day: date, context: list[Mention]) -> Unit:
        mentions = self._register.mentions(name)
        first = mentions[0] if mentions and not name[: mentions[0].start].strip() else None
        context = [*context, *self._own()]
        if first is None:
            return self._untyped(name, day, None)
        try:
            return self._register.resolve(first, day, context)
        except UnitUnsettled:
            # "tỉnh Đồng Nai" after it became a city
            if any(unit.valid_on(day) for unit in self._register.called(first)):
                raise
            return self._untyped(first.name, day, first.level)

    def _own(self) -> list[Mention]:
        """The issuer as a parent of those it speaks of."""
        return self._register.mentions(self._issuer.name)

    def _untyped(self, name: str, day: date, level: str | None) -> Unit:
        mention = Mention("", name)
        named = self._register.called(mention)
        fitting = [unit for unit in named if unit.valid_on(day) and level in (None, unit.level)]
        if self._issuer.level in ("province", "district"):
            own = self._own()
            below = [unit for unit in fitting if any(self._register.relation(m, unit) == "parent" for m in own)]
            fitting = below or fitting
        else:
            fitting = [unit for unit in fitting if unit.level == "province"] or fitting
        if len(fitting) == 1:
            return fitting[0]
        if not named:
            raise UnitUnsettled(f"danh mục đơn vị không có tên «{name}»")
        told = "; ".join(self._register.full_name(unit) for unit in (fitting or named)[:5])
        raise UnitUnsettled(f"vào ngày {day:%d/%m/%Y} có thể là: {told}" if fitting else f"danh mục chỉ có: {told}")


def label(text: str) -> str:
    """A code for a component that the layout does not know, of its words: "Điểm thưởng" is diem_thuong."""
    return words(text).replace(" ", "_")[:60]
