"""The rule book: ``expectations/rules/*.yml`` read, checked and compiled to the tables that dbt evaluates.

A rule holds two sides against each other (``left op right``) or names a check of the dbt project. Templates
(``for_each``) become one rule for each indicator that they fit. `rule_rows` gives the rows of the landing tables
``rule`` (one a rule version) and ``rule_term`` (one a term of a side).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.expressions import ExpressionError, Term, parse_side
from orchestration.quality.rule import Rule
from orchestration.quality.rule_form import (
    CHECKS_BESIDE_OTHERS,
    OUTCOMES,
    PRESENCE,
    REQUIRED,
    RuleBookError,
    check_entry,
    meant,
    one_of,
    tolerance_of,
)  # fmt: skip
from orchestration.quality.rule_sense import check_sense
from orchestration.quality.steward_yaml import TypedLoader, read_entries
from orchestration.quality.templates import expanded
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.text import clean

if TYPE_CHECKING:
    import pyarrow as pa


def load_rules(rules_dir: Path, indicators_csv: Path, units_csv: Path) -> list[Rule]:
    """All rules of the folder's YAML files, templates expanded. Raises RuleBookError."""
    catalogue = Catalogue.read(indicators_csv)
    provinces = {unit.name for unit in UnitRegister(units_csv).units if unit.level == "province"}
    rules: list[Rule] = []
    places: dict[str, str] = {}  # of rules: file and entry
    for path in sorted(rules_dir.glob("*.yml")):
        try:
            entries = read_entries(path, TypedLoader)
        except ValueError as error:
            raise RuleBookError(str(error)) from error
        for entry in entries:
            where = f"{path.name}, rule {entry.get('rule_code', '?') if isinstance(entry, dict) else entry!r}"
            check_entry(entry, where)
            for single in expanded(entry, where, catalogue):
                rules.append(_compiled(single, where, catalogue))
                check_sense(rules[-1], where, catalogue, provinces)
                _once(rules[-1].rule_id, where, places)
    _check_versions(rules, places)
    _check_conditions(rules, places)
    return rules


def rule_rows(rules: list[Rule]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the landing tables ``rule`` and ``rule_term``."""
    return {
        "rule": [
            {k: v for k, v in vars(rule).items() if k != "terms"} | {"fingerprint": _fingerprint(rule)}
            for rule in rules
        ],
        "rule_term": [
            vars(term)
            | {"rule_id": rule.rule_id, "rule_code": rule.rule_code, "term_no": number, "operand": term.operand}
            for rule in rules
            for number, term in enumerate(rule.terms, start=1)
        ],
    }


def _fingerprint(rule: Rule) -> str:
    """What decides the outcome, shortened: everything but the words that officers read."""
    deciding = {k: v for k, v in vars(rule).items() if k not in ("name_vi", "message_vi", "suggestion_vi")}
    return hashlib.sha256(repr(deciding).encode()).hexdigest()[:12]


def write_rule_book(rules_dir: Path, indicators_csv: Path, units_csv: Path, landing_dir: Path) -> dict[str, "pa.Table"]:
    """Compile the rule book into landing (``rule``, ``rule_term``); the tables by name. Raises RuleBookError."""
    import pyarrow as pa  # here, for `cchc check` needs the rows only and should be quick
    import pyarrow.parquet as pq

    from orchestration.quality.rule_tables import RULE_TABLES

    rows = rule_rows(load_rules(rules_dir, indicators_csv, units_csv))
    tables = {name: pa.Table.from_pylist(rows[name], schema) for name, schema in RULE_TABLES.items()}
    for name, table in tables.items():
        folder = landing_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        # renamed into place: a run that is reading keeps the book it opened
        pq.write_table(table, folder / "book.part")
        (folder / "book.part").replace(folder / f"{name}s.parquet")
    return tables


def _compiled(entry: dict[str, Any], where: str, catalogue: Catalogue) -> Rule:
    valid_from = entry.get("valid_from")
    common: dict[str, Any] = {key: entry[key] for key in REQUIRED}
    common |= {key: entry[key] for key in ("suspect", "distrusts", "told", "suggestion_vi", "valid_to") if key in entry}
    common |= {
        "rule_id": entry["rule_code"] if valid_from is None else f"{entry['rule_code']}@{valid_from}",
        "valid_from": valid_from,
        "levels": "|".join(entry["levels"]) if entry.get("levels") else None,
        "provinces": tuple(map(clean, entry["provinces"])) if entry.get("provinces") else None,
        "forms": tuple(entry["forms"]) if entry.get("forms") else None,
        "only_if": tuple(
            f"{code}={outcome}" for code, outcomes in entry.get("only_if", {}).items() for outcome in outcomes
        ),
    }
    if "check" in entry:
        _check_elsewhere(entry, where, entry["check"] in CHECKS_BESIDE_OTHERS)
        return Rule(kind="check", check_name=entry["check"], **common)

    terms = _terms(entry, where, catalogue)
    _check_elsewhere(entry, where, any(term.indicator_code and term.relation != "this" for term in terms))
    missing = entry.get("missing", {})
    for side in ("left", "right"):
        parts = [term for term in terms if term.side == side]
        if missing.get(side) == "lower_bound" and any(t.coefficient < 0 or t.part == "denominator" for t in parts):
            raise RuleBookError(f"{where}: missing: {side}: a lower bound needs a plain sum, found {entry[side]!r}")
    amount, share = tolerance_of(entry, where)
    right = entry.get("right", _AT_MOST)
    return Rule(
        kind="expression",
        op=entry["op"],
        left_text=str(entry["left"]),
        right_text=" … ".join(map(str, right)) if isinstance(right, list) else str(right),
        missing_left=missing.get("left"),
        missing_right=missing.get("right"),
        tolerance=str(entry.get("tolerance", "digits")),
        tolerance_amount=amount,
        tolerance_share=share,
        instance_scope="all" if any(term.scope for term in terms) else None,
        instance_field="all" if any(term.field_mode == "each" for term in terms) else None,
        terms=tuple(terms),
        **common,
    )


def _check_elsewhere(entry: dict[str, Any], where: str, looks_elsewhere: bool) -> None:
    """Only a rule that looks at other reports can say what they state."""
    for key in ("message_vi", "suggestion_vi"):
        if "{elsewhere}" in entry.get(key, "") and not looks_elsewhere:
            raise RuleBookError(
                f"{where}: {key}: found {{elsewhere}}, expected it only where other reports are looked at"
            )


def _terms(entry: dict[str, Any], where: str, catalogue: Catalogue) -> list[Term]:
    """Both sides taken apart."""
    op, right = entry["op"], entry.get("right", _AT_MOST)
    if (op == "between") != (isinstance(right, list) and len(right) == 2):
        raise RuleBookError(f"{where}: right: found {right!r}, expected a list of two for 'between' and only there")
    sides = {"left": entry["left"]} | (
        {"right": right[0], "right_high": right[1]} if op == "between" else {"right": right}
    )
    try:
        terms = [term for side, text in sides.items() for term in parse_side(side, str(text), catalogue)]
    except ExpressionError as error:
        raise RuleBookError(f"{where}: {error}") from error
    if not any(term.indicator_code and term.relation == "this" for term in terms):
        raise RuleBookError(f"{where}: found no figure of the report itself, expected one beside those of others")
    least = max(3 if term.relation == "units_below" else 0 if term.relation == "this" else 2 for term in terms)
    if entry["level"] < least:
        what = "units" if least == 3 else "periods"
        raise RuleBookError(f"{where}: level: found {entry['level']}, expected {least} beside figures of other {what}")
    if op in PRESENCE and any(term.part == "denominator" for term in terms):
        raise RuleBookError(f"{where}: {op!r} asks whether figures are stated; found a ratio")
    if any(term.scope for term in terms):  # beside a pinned scope, an unpinned figure is that of the whole
        terms = [term.in_scope("all") for term in terms]
    every_field_of = entry.get("every_field_of")
    if every_field_of is None:
        return terms
    if str(every_field_of) not in catalogue.rows or not any(term.field_mode == "each" for term in terms):
        raise RuleBookError(f"{where}: every_field_of: {every_field_of!r} needs fields() and a known indicator")
    return [replace(t, every_field_of=every_field_of) if t.field_mode == "each" else t for t in terms]


def _once(rule_id: str, where: str, places: dict[str, str]) -> None:
    """Note where a rule stands; raise RuleBookError where it stood before."""
    if (first := places.setdefault(rule_id, where)) is not where:
        raise RuleBookError(f"{where}: found twice for the same days (first in {first}), expected once")


def _check_versions(rules: list[Rule], places: Mapping[str, str]) -> None:
    """A code may have several versions, but only one on any day."""
    latest: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda r: (r.rule_code, r.valid_from or date.min)):
        before = latest.get(rule.rule_code)
        if before and (before.valid_to or date.max) >= (rule.valid_from or date.min):
            _once(rule.rule_id, places[rule.rule_id], {rule.rule_id: places[before.rule_id]})
        latest[rule.rule_code] = rule


def _check_conditions(rules: list[Rule], places: Mapping[str, str]) -> None:
    """only_if names known rules and known outcomes, and no rule waits for itself."""
    waits = {rule.rule_code: [condition.split("=") for condition in rule.only_if] for rule in rules}
    where = {rule.rule_code: places[rule.rule_id] for rule in rules}
    for code, conditions in waits.items():
        for other, outcome in conditions:
            if other not in waits:
                raise RuleBookError(f"{where[code]}: only_if: no rule is called {other!r}{meant(other, waits)}")
            one_of(outcome, OUTCOMES, f"only_if: {other}", where[code])
    for code in waits:
        chain, ahead = {code}, [other for other, _ in waits[code]]
        while ahead:
            other = ahead.pop()
            if other == code:
                raise RuleBookError(f"{where[code]}: only_if goes in a circle: {' → '.join(sorted(chain))}")
            if other not in chain:
                chain.add(other)
                ahead += [next_code for next_code, _ in waits[other]]


_AT_MOST = 1  # what the count of figures in an `at_most_one` is held against
