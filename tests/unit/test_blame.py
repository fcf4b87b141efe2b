"""Who is to blame: small systems of cells and rules with one or two faults whose place is known."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.quality.blame.search import Blame, blame
from orchestration.quality.blame.slips import slip_of
from orchestration.quality.blame.system import Cell, CellKey, Interval, Rule, Side, System, Term
from orchestration.quality.expressions import Catalogue, parse_side

DOSSIERS = {"total": 523, "online": 495, "direct": 28, "rate": 94.65}
CHANNELS = ("total = online + direct", "rate = 100 * online / total")
OUTCOME = {"resolved": 500, "early": 98, "on_time": 390, "late": 12, "open": 23}
OUTCOMES = ("resolved = early + on_time + late", "total = resolved + open")


def system(values: dict[str, float | None], rules: tuple[str, ...], **cell: dict[str, float]) -> System:
    """Cells in one column of a form; names that hold "rate" are percentages with two digits."""
    cells = [
        Cell(
            CellKey(name, "all", "all", ""),
            value,
            half_unit=0.005 if "rate" in name else 0.0,
            is_whole="rate" not in name,
            form_code="BM7",
            order=order,
            previous=cell.get("previous", {}).get(name),
            is_percent="rate" in name,
        )
        for order, (name, value) in enumerate(values.items())
    ]
    numbers = {name: number for number, name in enumerate(values)}
    made = [_rule(text, numbers) for text in rules]
    judged = System(cells, made)
    return System(cells, [_with_outcome(rule, judged.holds(rule, {}) is False) for rule in made])


def _rule(text: str, numbers: dict[str, int]) -> Rule:
    left, op, right = (part.strip() for part in text.partition("<=" if "<=" in text else "="))
    known = Catalogue({name: {} for name in numbers})

    def side(words: str) -> Side:
        parts: dict[str, list[Term]] = {"numerator": [], "denominator": []}
        for term in parse_side("left", words, known):
            cell = None if term.indicator_code is None else numbers[term.indicator_code]
            parts[term.part].append(Term(term.coefficient, cell))
        return Side(tuple(parts["numerator"]), tuple(parts["denominator"]))

    low = side(right) if op == "=" else None
    doubted = side(left) if "rate" in left else Side(side(left).numerator + side(right).numerator)
    return Rule((text, "all", "all", ""), low, side(left), side(right), False, frozenset(doubted.cells))


def _with_outcome(rule: Rule, is_broken: bool) -> Rule:
    return Rule(rule.key, rule.low, rule.left, rule.high, is_broken, rule.doubted)


def told(faulty: System) -> list[tuple[str, str, float | None]]:
    """(cell to look at first, slip, value that was meant) of each fault found."""
    return [(faulty.cells[b.move.first].key.indicator_code, b.move.kind, rounded(b)) for b in blame(faulty)]


def rounded(fault: Blame) -> float | None:
    return None if fault.move.meant is None else round(fault.move.meant, 2)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"direct": 82}, ("direct", "transposed_digits", 28)),
        ({"online": 459}, ("online", "transposed_digits", 495)),
        ({"total": 532}, ("total", "transposed_digits", 523)),
        ({"online": 49}, ("online", "dropped_digit", 495)),
        ({"total": 5523}, ("total", "doubled_digit", 523)),
        ({"direct": 2800}, ("direct", "factor", 28)),
        ({"rate": 0.9465}, ("rate", "percent_as_fraction", 94.65)),
        ({"rate": 9.465}, ("rate", "factor", 94.65)),
        ({"online": 595}, ("online", "mistyped_digit", 495)),
        ({"online": 28, "direct": 495}, ("online", "parts_swapped", 495)),
        ({"online": 311}, ("online", "wrong_value", 495)),
    ],
)
def test_a_slip_is_found_named_and_mended(written: dict[str, float], expected: tuple[str, str, float]) -> None:
    assert told(system(DOSSIERS | written, CHANNELS)) == [expected]


def test_a_total_left_from_the_period_before_is_recognised() -> None:
    faulty = system(DOSSIERS | {"total": 411}, CHANNELS, previous={"total": 411})
    assert told(faulty) == [("total", "left_from_before", 523)]


def test_the_value_of_the_row_beside_is_recognised() -> None:
    faulty = system(DOSSIERS | {"direct": 495}, CHANNELS)
    assert told(faulty) == [("direct", "neighbour_copied", 28)]


def test_one_fault_that_breaks_two_rules_is_one_fault() -> None:
    (fault,) = blame(system(DOSSIERS | {"total": 700}, CHANNELS))
    assert {rule.key[0] for rule in fault.rules} == set(CHANNELS)


def test_where_every_part_may_be_wrong_nobody_is_blamed() -> None:
    assert told(system({"total": 523, "online": 495, "direct": 31}, CHANNELS[:1])) == []


def test_another_rule_that_holds_clears_its_cells() -> None:
    rules = ("total = online + direct", "fields = online")
    faulty = system({"total": 523, "online": 495, "direct": 31, "fields": 495}, rules)
    # total or direct may be wrong, online is confirmed elsewhere
    assert told(faulty) == []
    assert told(system({**DOSSIERS, "direct": 31}, CHANNELS)) == [("direct", "wrong_value", 28)]


def test_two_faults_in_one_knot_of_rules_are_told_apart() -> None:
    faulty = system(DOSSIERS | OUTCOME | {"online": 459, "early": 980}, CHANNELS + OUTCOMES)
    assert sorted(told(faulty)) == [("early", "factor", 98), ("online", "transposed_digits", 495)]


def test_faults_that_hang_together_are_taken_apart_by_the_fewest_cells() -> None:
    rules = (*CHANNELS, *OUTCOMES, "in_time_rate = 100 * on_time / resolved")
    values = DOSSIERS | OUTCOME | {"in_time_rate": 78.0}
    faulty = system(values | {"total": 532, "resolved": 50}, rules)
    assert sorted(told(faulty)) == [("resolved", "factor", 500), ("total", "transposed_digits", 523)]


BLOCK = {"before": 110, "rate_7": 0.0, "received": 523, "online": 0, "rate_8": 0.0, "procedures": 17, "paid": 0}
BLOCK_RULES = (
    "rate_7 <= 100", "rate_8 <= 100", "rate_7 = 100 * online / received", "rate_8 = 100 * paid / procedures",
    "received = counted", "rate_7 <= 100 * received", "rate_8 <= 100 * procedures",
)  # fmt: skip


def test_a_block_shifted_by_a_row_is_one_fault() -> None:
    up = {"rate_7": 523.0, "received": 0, "online": 0, "rate_8": 17.0, "procedures": 0, "paid": 0}
    (fault,) = blame(faulty := system(BLOCK | {"counted": 523} | up, BLOCK_RULES))
    assert told(faulty) == [("rate_7", "block_shifted", 0.0)]
    meant = {faulty.cells[cell].key.indicator_code: value for cell, value in fault.move.changes}
    assert meant["received"] == 523
    assert meant["procedures"] == 17
    assert len(fault.rules) == len([rule for rule in faulty.rules if rule.is_broken])


def test_a_block_is_shifted_though_another_fault_breaks_a_rule_of_a_row_that_keeps_its_value() -> None:
    up = {"rate_7": 523.0, "received": 0, "online": 0, "rate_8": 17.0, "procedures": 0, "paid": 0}
    rules = (*BLOCK_RULES, "online = online_elsewhere")
    shift, *others = blame(faulty := system(BLOCK | {"counted": 523, "online_elsewhere": 495} | up, rules))
    assert shift.move.kind == "block_shifted"
    assert {faulty.cells[cell].key.indicator_code for cell, _ in shift.move.changes} >= {"rate_7", "rate_8"}
    assert [rule.key[0] for other in others for rule in other.rules] in ([], ["online = online_elsewhere"])


PART = {"before": 3, "late_rate": 98.66, "settled": 523, "on_time": 516, "empty_rate": 0.0}
PART_RULES = ("late_rate = 100 * on_time / settled", "late_rate <= 100")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        # counts in the row of a percentage, and the last row empty: nothing else looks like it
        ({"late_rate": 523.0, "settled": 516, "on_time": 0}, "block_shifted"),
        ({"late_rate": 9866.16}, "factor"),  # a comma that was lost
        ({"late_rate": 150.0}, "wrong_value"),
    ],
)
def test_a_count_in_the_row_of_a_percentage_is_a_shift_where_the_rows_end_empty(written: dict, kind: str) -> None:
    assert [found[:2] for found in told(system(PART | written, PART_RULES))] == [("late_rate", kind)]


CROSS = {"a1": 130, "b1": 11, "t1": 141, "a2": 335, "b2": 14, "t2": 349, "a": 465, "b": 25}
CROSS_RULES = ("t1 = a1 + b1", "t2 = a2 + b2", "a1 + a2 <= a", "b1 + b2 <= b", "a <= a1 + a2", "b <= b1 + b2")


def test_two_cells_of_a_row_that_holds_are_found_exchanged_by_the_totals_of_their_columns() -> None:
    (fault,) = blame(faulty := system(CROSS | {"a1": 11, "b1": 130}, CROSS_RULES))
    assert told(faulty) == [("a1", "parts_swapped", 130)]
    assert {rule.key[0] for rule in fault.rules} == {"b1 + b2 <= b", "a <= a1 + a2"}


def test_two_rows_exchanged_are_no_shifted_block() -> None:
    values = {"eligible": 66, "provided": 72, "used": 20, "all": 110, "other": 44, "share_rate": 91.67}
    rules = ("provided <= eligible", "used <= provided", "all = provided + other",
             "share_rate = 100 * provided / eligible")  # fmt: skip
    assert told(system(values, rules)) == [("eligible", "parts_swapped", 72)]


def test_where_slips_in_several_cells_explain_it_the_choice_is_told_and_the_doubted_cell_is_cleared() -> None:
    (fault,) = blame(faulty := system({"rate": 98.66, "part": 516, "whole": 5230}, ("rate = 100 * part / whole",)))
    choice = [(faulty.cells[m.first].key.indicator_code, m.meant) for m in (fault.move, *fault.others)]
    assert choice == [("part", 5160), ("whole", 523)]


def test_a_limit_that_either_of_two_cells_breaks_names_no_choice() -> None:
    assert blame(system({"part": 5, "whole": 3}, ("part <= whole",))) == []


def test_money_written_in_the_wrong_unit_is_a_factor_although_money_is_rounded() -> None:
    values = {"rate": 62.53, "plan": 750e6, "spent": 469e12}
    made = system(values, ("rate = 100 * spent / plan", "spent <= plan"))
    cells = [replace(cell, is_whole=False, half_unit=0.5e6) if cell.value > 100 else cell for cell in made.cells]
    assert told(System(cells, made.rules)) == [("spent", "factor", 469e6)]


def test_a_report_without_a_broken_rule_blames_nobody() -> None:
    assert blame(system(DOSSIERS | OUTCOME, CHANNELS + OUTCOMES)) == []


def test_a_range_names_no_value() -> None:
    assert told(system({"part": 60, "whole": 47}, ("part <= whole",))) == []


@settings(deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.randoms(use_true_random=False))
def test_whatever_is_blamed_mends_every_rule(online: int, direct: int, dice: random.Random) -> None:
    total = online + direct
    rules = (*CHANNELS, "direct_rate = 100 * direct / total")
    values = {
        "total": total, "online": online, "direct": direct,
        "rate": round(100 * online / total, 2), "direct_rate": round(100 * direct / total, 2),
    }  # fmt: skip
    assert blame(system(values, rules)) == []
    name = dice.choice(list(values))
    values[name] = dice.choice([values[name] * 10 + 1, values[name] * 100 + 7, values[name] + total])
    faulty = system(values, rules)
    for fault in blame(faulty):
        changed = dict(fault.move.changes)
        assert all(faulty.holds(rule, changed) for rule in fault.rules)


@settings(deadline=None)
@given(st.integers(100, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 4), st.integers(2, 40))
def test_a_cell_that_two_rules_know_is_found(a: int, b: int, c: int, place: int, times: int) -> None:
    """Rows and columns of a table with totals: a wrong cell breaks its row and its column, and nothing else does."""
    values = {"a": a, "b": b, "c": c, "d": b + 7, "e": a + c}
    values |= {"ab": a + b, "cd": c + values["d"], "ac": a + c, "bd": b + values["d"]}
    rules = ("ab = a + b", "cd = c + d", "ac = a + c", "bd = b + d", "e = ac")
    name = ["a", "b", "c", "d", "ac"][place]
    values[name] = values[name] * times + 3
    first = {told_cell for told_cell, _, _ in told(system(values, rules))}
    assert first == {name}


@settings(deadline=None)
@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_slip_is_only_claimed_where_it_leads_to_what_was_meant(written: float, meant: float) -> None:
    whole = Cell(CellKey("x", "all", "all", ""), float(int(written)), 0.0, True, None, 0)
    target = float(int(meant))
    kind, value = slip_of(whole, Interval(target, target), target, [])
    assert value == target
    if kind == "transposed_digits":
        assert sorted(str(int(written))) == sorted(str(int(meant)).zfill(len(str(int(written)))))
