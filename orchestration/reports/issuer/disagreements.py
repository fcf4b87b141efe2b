"""The places of a submission that name another unit or period than it was settled as."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from orchestration.reports.found import Remark
from orchestration.reports.issuer.hint import Hint
from orchestration.reports.issuer.hints import Hints
from orchestration.reports.issuer.periods import period_of_code, period_words
from orchestration.reports.issuer.unit_names import Mention, Unit, slug
from orchestration.reports.issuer.units import UnitRegister

# where another unit is named, by file and sheet: "" for a whole file, a sheet's name where others are the unit's own
LeftOut = dict[tuple[str, str], Hint]


def of_others(hints: Hints, unit: Unit) -> LeftOut:
    """What stands under the name of another unit, so that figures there are not this one's.

    A form may well bear the name of the unit above only; a document with a number of its own is that unit's.
    """
    formal = [hint for hint in hints.units if hint.is_formal]
    issued = {heading.document.name for heading in hints.headings if heading.document_number}
    others = [
        hint
        for hint in formal
        if is_other_unit(hints.register, hint, unit)
        or (hint.file in issued and hint.issuer and hints.register.relation(hint.issuer, unit) == "parent")
    ]
    own = {hint.file for hint in formal if hint not in others}
    found: LeftOut = {}
    for hint in others:
        if hint.sheet or hint.file not in own:
            found.setdefault((hint.file, hint.sheet if hint.file in own else ""), hint)
    return found


def disagreeing(hints: Hints, unit: Unit, code: str, day: date, left_out: LeftOut) -> Iterator[Remark]:
    """A remark for each place that names another unit or another period than was settled.

    Of what is ``left_out`` as another unit's, only that is told.
    """
    settled = hints.register.full_name(unit)
    for hint in _once(left_out.values(), _name):
        yield Remark("other_unit", hint.where, hint.named, hint.place, settled, source_file=hint.file)
    for what, hint, said, meant in _disagreements(hints, unit, code, day):
        if not left_out.keys() & {(hint.file, ""), (hint.file, hint.sheet)}:
            subject = f"{what} ở {hint.where}"
            yield Remark("contradicting_hint", subject, said, hint.place, meant, source_file=hint.file)


def _disagreements(hints: Hints, unit: Unit, code: str, day: date) -> Iterator[tuple[str, Hint, str, str]]:
    """What a place speaks of, the place, what it says, and what was settled."""
    settled, period = hints.register.full_name(unit), period_words(code)
    named = [*hints.units, *hints.units_in_margins, *hints.units_in_names]
    units = (hint for hint in named if is_other_unit(hints.register, hint, unit))
    for hint in _once(units, _name):
        yield "Đơn vị", hint, hint.named, settled
    for hint in hints.places_of_signing:
        if _is_neighbour(hints.register, hint.written, unit, day):
            yield "Địa danh", hint, hint.written, settled
    # a plan is filed under the time at which it was sent
    in_names = [] if hints.headings[0].kind == "plan" else hints.periods_in_names
    periods = (
        hint for hint in [*hints.periods, *hints.periods_in_margins, *in_names] if is_other_period(hint.code, code)
    )
    for hint in _once(periods, lambda hint: hint.code):
        yield "Kỳ", hint, period_words(hint.code), period
    for hint in _days_outside(hints, code):
        yield "Thời gian lấy số liệu", hint, hint.written, period


def _days_outside(hints: Hints, code: str) -> Iterator[Hint]:
    """Days of figures, stated in a head, that lie outside a period altogether."""
    period = period_of_code(code)
    for days in hints.days:
        if days.end and (days.end < period.start or (days.start and days.start > period.end)):
            start = f"từ {days.start:%d/%m/%Y} " if days.start else ""
            yield replace(days, written=f"{start}đến {days.end:%d/%m/%Y}")


def is_other_unit(register: UnitRegister, hint: Hint, unit: Unit) -> bool:
    """Whether a place names a unit that is neither this one nor one above it.

    A sentence may speak of units of other levels; a letterhead or a label may not, nor may a file's name.
    """
    if hint.issuer is None or not register.called(hint.issuer):
        return False  # a slip of the pen
    if register.relation(hint.issuer, unit) is None:
        return hint.is_formal or hint.issuer.level in (None, unit.level)
    typed = [other for other in hint.others if other.type_word]
    return hint.is_formal and any(register.relation(other, unit) is None for other in typed)


def _is_neighbour(register: UnitRegister, place: str, unit: Unit, day: date) -> bool:
    """Whether a report was signed at a unit beside its own; a district may well sit in one of its communes."""
    mentions = register.mentions(place) or [Mention("", place)]
    return any(
        named.level == unit.level and named.parent_code == unit.parent_code and named.valid_on(day)
        for named in register.called(mentions[0])
    ) and not any(register.relation(mention, unit) for mention in mentions)


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


def _name(hint: Hint) -> str:
    return slug(hint.issuer.name if hint.issuer else "")
