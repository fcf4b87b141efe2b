"""Whose report a submission is, for which period and days: settled from its hints, or refused with what would help."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from itertools import chain
from typing import Any

from orchestration.reports.formats.files import SIDECAR
from orchestration.reports.found import Remark
from orchestration.reports.issuer.disagreements import is_other_period, is_other_unit
from orchestration.reports.issuer.heading import Heading
from orchestration.reports.issuer.hint import Hint
from orchestration.reports.issuer.hints import Hints
from orchestration.reports.issuer.periods import Period, period_of_code, period_words
from orchestration.reports.issuer.unit_names import TYPES, Mention, Unit
from orchestration.reports.issuer.units import UnitRegister, UnitUnsettled

_LAST_HALF = re.compile(r"(?:0?6|sáu) tháng cuối năm", re.IGNORECASE)


class Unsettled(Exception):
    """What a submission is about cannot be settled; the message is the Vietnamese refusal reason."""


class Settling:
    """Settles period, then unit, of one submission. ``remarks`` says what only names of files or folders told."""

    def __init__(self, sidecar: Mapping[str, Any], hints: Hints, register: UnitRegister):
        self.sidecar, self.hints, self.register = sidecar, hints, register
        self.remarks: list[Remark] = []

    def period(self) -> str:
        """The code of the period. Raises Unsettled when nothing names it, or when only names do and disagree."""
        written = self.sidecar.get("period")
        if written is not None:
            try:
                return period_of_code(str(written)).code
            except ValueError as error:
                raise Unsettled(f"{SIDECAR}: {error}") from None
        if stated := self.hints.periods or self.hints.periods_in_margins:
            return stated[0].code
        named = self.hints.periods_in_names
        if named and all(not is_other_period(hint.code, named[0].code) for hint in named):
            self._take_from_name("Kỳ", named[0], period_words(named[0].code))
            return named[0].code
        titles = [heading.title for heading in self.hints.headings if heading.title]
        told = "tiêu đề và câu mở đầu không ghi quý, tháng hay năm"
        if any(_LAST_HALF.search(title) for title in titles):
            told = "tiêu đề ghi «6 tháng cuối năm», không phải một kỳ báo cáo (quý, 6 tháng đầu năm, 9 tháng, năm)"
        elif named:
            told += f", còn tên tệp, thư mục ghi khác nhau: {_list(hint.written for hint in named)}"
        raise Unsettled(f"không rõ kỳ báo cáo: {told}; hãy ghi kỳ trong tiêu đề hoặc «period: 2023-Q1» trong {SIDECAR}")

    def unit(self, day: date, period: Period | None = None) -> Unit:
        """The unit that reports: valid on the ``day`` of its report, or, having ended since, in the ``period``.

        Raises Unsettled, with the candidates, when none or several fit.
        """
        tried = self._on(day)
        if period:
            last = min(day, period.end)  # who came to be after the signing cannot have signed
            tried = tried if last == day else self._either(tried, self._on(last))
            if tried.finds_none:
                earlier = (self._on(end) for end in self.register.ends_between(period.start, last))
                tried = reduce(self._either, (ended for ended in earlier if not ended.finds_none), tried)
        if tried.reason:
            raise Unsettled(f"không xác định được đơn vị báo cáo: {tried.reason}")
        if tried.unit is None:
            raise Unsettled(
                "không rõ đơn vị báo cáo: văn bản không nêu tên đơn vị ban hành; "
                f"hãy ghi «unit: xã …, huyện …, tỉnh …» trong {SIDECAR}"
            )
        self.remarks += tried.remarks
        return tried.unit

    def _on(self, day: date) -> "_Tried":
        """What the submission says of its unit, understood as on a day."""
        before, self.remarks = self.remarks, []
        try:
            return _Tried(day, self._named(day), None, self.remarks)
        except UnitUnsettled as reason:
            return _Tried(day, None, reason, [])
        finally:
            self.remarks = before

    def _named(self, day: date) -> Unit | None:
        if self.sidecar.get("unit_code") is not None:
            return self.register.by_code(str(self.sidecar["unit_code"]), day)
        if self.sidecar.get("unit") is not None:
            return self.register.resolve_written(str(self.sidecar["unit"]), day)
        return self._from_documents(day) or self._from_margins(day) or self._from_names(day)

    def _either(self, later: "_Tried", earlier: "_Tried") -> "_Tried":
        """Which of two days is meant, the later one where nothing speaks for the other.

        Where two units bear the name, one on each day, the parents named beside it decide, or neither is taken.
        """
        if earlier.finds_none or (later.unit and earlier.unit is None):
            return later
        if later.finds_none or earlier.unit is None:
            return earlier if later.finds_none else later
        if later.unit and later.unit.series_key == earlier.unit.series_key:
            return later
        told = self.register.by_parents([*later.fitting, earlier.unit], self._parents())
        if told == earlier.unit:
            return earlier
        if later.unit and told == later.unit:
            return later
        named = "; ".join(
            f"vào ngày {tried.day:%d/%m/%Y} là {self.register.full_name(unit)} («unit_code: {unit.unit_key}»)"
            for tried in (later, earlier)
            for unit in tried.fitting[:20]
        )
        reason = f"cùng một tên, {named}. Hãy nêu huyện, tỉnh ở đầu văn bản, hoặc ghi một mã như vậy trong {SIDECAR}"
        return _Tried(later.day, None, UnitUnsettled(reason, [*later.fitting, earlier.unit]), [])

    def _parents(self) -> list[Mention]:
        """Units named beside the reporting one, where it is believed most."""
        if "unit_code" in self.sidecar:
            return []
        if "unit" in self.sidecar:
            return self.register.mentions(self.sidecar["unit"])[1:]
        if self.hints.units:
            return [other for hint in self.hints.units for other in hint.others]
        return self.hints.parents_in_names()

    def _from_documents(self, day: date) -> Unit | None:
        """The issuer that the first document names that names one; its parents may stand in any document, or, where
        they stand in none, in the names of files and folders."""
        for heading in self.hints.headings:
            if heading.department:
                raise Unsettled(
                    f"«{heading.department}» là cơ quan chuyên môn, chưa có trong danh mục đơn vị hành chính; "
                    f"nếu là báo cáo của xã, huyện, tỉnh, hãy ghi «unit: …» trong {SIDECAR}"
                )
            if heading.issuer:
                break
        if not self.hints.units:
            return None
        hint = self.hints.units[0]
        assert hint.issuer is not None
        try:
            unit = self.register.resolve(hint.issuer, day, chain(hint.others, self._mentions()))
        except UnitUnsettled:
            parents = self.hints.parents_in_names()
            if not parents:
                raise
            unit = self.register.resolve(hint.issuer, day, parents)
            telling = (named for named in self.hints.units_in_names if self._names_parent(named, unit))
            self._take_from_name("Đơn vị", next(telling), self.register.full_name(unit))
        namesakes = [named for named in self.register.called(hint.issuer) if named.valid_on(day)]
        if len(namesakes) > 1 and is_other_unit(self.register, hint, unit):
            raise UnitUnsettled(
                f"{hint.where} ghi «{hint.named}», danh mục không có đơn vị nào như vậy; "
                f"các đơn vị cùng tên: {'; '.join(self.register.full_name(named) for named in namesakes[:20])}"
            )
        return unit

    def _from_margins(self, day: date) -> Unit | None:
        """The first unit that headers and footers of pages name beyond doubt."""
        for hint in self.hints.units_in_margins:
            if hint.issuer:
                with suppress(UnitUnsettled):  # names of files and folders are asked then
                    return self.register.resolve(hint.issuer, day, chain(hint.others, self._mentions()))
        return None

    def _mentions(self) -> Iterator[Mention]:
        return (mention for heading in self.hints.headings for mention in heading.mentions)

    def _from_names(self, day: date) -> Unit | None:
        """The lowest unit that the names of files and folders agree on, at a level that the documents speak from."""
        named, context = self.hints.units_in_names, self.hints.parents_in_names()
        # a province's folder holds what others sent
        units: list[tuple[Hint, Unit]] = []
        unsettled: list[tuple[Hint, UnitUnsettled]] = []
        for hint in named:
            if not self._is_province(hint, day):
                try:
                    units.append((hint, self._named_unit(hint, day, context)))
                except UnitUnsettled as error:
                    unsettled.append((hint, error))
        if not units and not unsettled:
            return None
        taken, unit = min(units, key=lambda item: item[1].level, default=(None, None))  # commune before district
        for hint, reason in unsettled:
            if taken is None or unit is None or not self._names_parent(hint, unit):
                raise reason
        assert taken and unit
        if others := [hint for hint in named if is_other_unit(self.register, hint, unit)]:
            names = _list(hint.written for hint in (taken, *others))
            raise UnitUnsettled(
                f"tên tệp, thư mục ghi các đơn vị khác nhau: {names}; hãy ghi «unit: …» trong {SIDECAR}"
            )
        if self._levels and unit.level not in self._levels:
            return None  # a commune's text is not its district's
        self._take_from_name("Đơn vị", taken, self.register.full_name(unit))
        return unit

    @cached_property
    def _levels(self) -> set[str]:
        """The levels that the documents speak from ("UBND xã báo cáo")."""
        return {level for heading in self.hints.headings if (level := heading.speaker.own_level)}

    def _named_unit(self, hint: Hint, day: date, context: list[Mention]) -> Unit:
        assert hint.issuer is not None
        mention = hint.issuer
        if not mention.type_word:
            # "thanh-mien" is a district and its town: the text says which of them speaks
            typed = (Mention(word, mention.name) for level in self._levels for word in TYPES[level])
            mention = next((typed for typed in typed if self.register.called(typed)), mention)
        parents = [*hint.others, *(other for other in context if other != hint.issuer)]
        return self.register.resolve(mention, day, parents)

    def _is_province(self, hint: Hint, day: date) -> bool:
        """Whether a name is a province's; "Thành phố Bắc Ninh" became one in 2026."""
        units = self.register.called(hint.issuer) if hint.issuer else []
        provinces = [unit for unit in units if unit.level == "province"]
        is_city = hint.issuer is not None and hint.issuer.type_word == "thành phố"
        return any(unit.valid_on(day) for unit in provinces) if is_city else bool(provinces)

    def _names_parent(self, hint: Hint, unit: Unit) -> bool:
        return any(m and self.register.relation(m, unit) == "parent" for m in (hint.issuer, *hint.others))

    def _take_from_name(self, subject: str, hint: Hint, understood: str) -> None:
        self.remarks.append(
            Remark("taken_from_name", subject, hint.written, hint.place, understood, source_file=hint.file)
        )


@dataclass(frozen=True)
class _Tried:
    """What a submission's words for its unit mean on a ``day``: a unit, or none and why, with what is to be told."""

    day: date
    unit: Unit | None
    reason: UnitUnsettled | None
    remarks: list[Remark]

    @property
    def fitting(self) -> list[Unit]:
        """The units that fit."""
        return [self.unit] if self.unit else self.reason.candidates if self.reason else []

    @property
    def finds_none(self) -> bool:
        return not self.fitting


def reference_day(report: Mapping[str, Any], heading: Heading) -> date:
    """The day on which the unit's name is looked up first: of issue, else the end of the period (a plan's start)."""
    if report["issued_date"]:
        return report["issued_date"]
    period = period_of_code(report["period_code"])
    if report["report_kind"] == "plan":
        return date(heading.issued_year, 1, 1) if heading.issued_year else period.start
    return period.end


def unit_columns(unit: Unit, register: UnitRegister) -> dict[str, Any]:
    """Columns of the landing table ``report`` that say whose it is."""
    return {
        "unit_key": unit.unit_key, "unit_code": unit.code, "unit_name": unit.name,
        "unit_level": unit.level, "province_name": register.province_name(unit),
    }  # fmt: skip


def settled_by_sidecar(sidecar: Mapping[str, Any], register: UnitRegister) -> dict[str, Any]:
    """Columns of ``report`` for files of which none can be read: a refused report is not one that never came."""
    settling, told = Settling(sidecar, Hints("", [], register), register), dict[str, Any]()
    with suppress(Unsettled):
        told |= {"report_kind": sidecar.get("kind"), "period_code": settling.period()}
        told |= unit_columns(settling.unit(period_of_code(told["period_code"]).end), register)
    return told


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in dict.fromkeys(names))
