"""The rule book: ``expectations/rules/*.yml`` read, checked and compiled to the tables that dbt evaluates.

A rule holds two sides against each other (``left op right``) or names a check of the dbt project. Templates
(``for_each``) become one rule for each indicator that they fit. `rule_tables` gives the landing tables ``rule``
(one row a rule version) and ``rule_term`` (one row a term of a side).
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from orchestration.quality.expressions import Catalogue, ExpressionError, Term, parse_side
from orchestration.quality.rule_form import OUTCOMES, REQUIRED, RuleBookError, check_entry, one_of


@dataclass(frozen=True)
class Rule:
    """One version of a rule, ready to be evaluated."""

    rule_id: str  # rule_code, and @valid_from where a version starts on a date
    rule_code: str
    name_vi: str
    level: int
    severity: str
    kind: str  # expression | check
    message_vi: str
    check_name: str | None = None
    op: str | None = None
    left_text: str | None = None
    right_text: str | None = None
    missing_left: str | None = None
    missing_right: str | None = None
    suspect: str = "either"
    distrusts: bool = False
    told: bool = True  # False: only other rules look at its outcome (only_if)
    only_if: tuple[str, ...] = ()  # "other_rule_code=outcome", one for each outcome that allows the rule
    suggestion_vi: str | None = None
    levels: str | None = None  # '|' between them; null: all
    valid_from: date | None = None
    valid_to: date | None = None
    tolerance: str = "digits"
    instance_scope: str | None = None  # 'all' where a term pins its scope: the rule is about the whole
    instance_field: str | None = None  # 'all' where a term sums over fields
    every_field_of: str | None = None  # fields() is complete when it has each field stated for this indicator
    terms: tuple[Term, ...] = field(default=(), repr=False)


def load_rules(rules_dir: Path, indicators_csv: Path) -> list[Rule]:
    """All rules of the folder's YAML files, templates expanded. Raises RuleBookError."""
    catalogue = Catalogue.read(indicators_csv)
    rules: list[Rule] = []
    for path in sorted(rules_dir.glob("*.yml")):
        try:
            entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            raise RuleBookError(f"{path.name}: not valid YAML: {error}") from error
        if not isinstance(entries, list):
            raise RuleBookError(f"{path.name}: found {type(entries).__name__}, expected a list of rules")
        for entry in entries:
            where = f"{path.name}, rule {entry.get('rule_code', '?') if isinstance(entry, dict) else entry!r}"
            check_entry(entry, where)
            rules += [_compiled(single, where, catalogue) for single in _expanded(entry, where, catalogue)]
    _check_versions(rules)
    _check_conditions(rules)
    return rules


def rule_tables(rules: list[Rule]) -> tuple[pa.Table, pa.Table]:
    """The Arrow tables ``rule`` and ``rule_term`` for landing."""
    rows = [{k: v for k, v in asdict(rule).items() if k != "terms"} for rule in rules]
    terms = [
        {"rule_id": rule.rule_id, "rule_code": rule.rule_code, "term_no": number, **asdict(term)}
        for rule in rules
        for number, term in enumerate(rule.terms, start=1)
    ]
    return pa.Table.from_pylist(rows, _RULE_SCHEMA), pa.Table.from_pylist(terms, _TERM_SCHEMA)


def write_rule_book(rules_dir: Path, indicators_csv: Path, landing_dir: Path) -> dict[str, pa.Table]:
    """Compile the rule book into landing (``rule``, ``rule_term``); the tables by name. Raises RuleBookError."""
    tables = dict(zip(("rule", "rule_term"), rule_tables(load_rules(rules_dir, indicators_csv)), strict=True))
    for name, table in tables.items():
        folder = landing_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        # renamed into place: a run that is reading keeps the book it opened
        pq.write_table(table, folder / "book.part")
        (folder / "book.part").replace(folder / f"{name}s.parquet")
    return tables


def _expanded(entry: dict[str, Any], where: str, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """The rule itself, or one filled rule for each indicator that a template fits."""
    if "for_each" not in entry:
        yield entry
        return
    each = entry["for_each"]
    if isinstance(each, list):
        if unknown := set(each) - set(catalogue.names):
            raise RuleBookError(f"{where}: for_each: {', '.join(sorted(unknown))} is not in the catalogue")
        filling = [{"code": code, "name": catalogue.names[code]} for code in each]
    else:
        one_of(each, tuple(catalogue.templates), "for_each", where)
        filling = catalogue.templates[each]
    if unknown := set(entry.get("except", [])) - set(catalogue.names):
        raise RuleBookError(f"{where}: except: {', '.join(sorted(unknown))} is not in the catalogue")
    for words in filling:
        if words["code"] in entry.get("except", []):
            continue
        filled = {key: value for key, value in entry.items() if key not in ("for_each", "except")}
        for key in ("left", "right", "name_vi"):
            filled[key] = _fill(filled[key], words)
        if "only_if" in filled:
            filled["only_if"] = {_fill(code, words): outcomes for code, outcomes in filled["only_if"].items()}
        yield filled | {"rule_code": f"{entry['rule_code']}__{words['code']}"}


def _fill(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, str):
        for key, word in words.items():
            value = value.replace(f"{{{key}}}", word)
    return value


def _compiled(entry: dict[str, Any], where: str, catalogue: Catalogue) -> Rule:
    valid_from = entry.get("valid_from")
    common: dict[str, Any] = {key: entry[key] for key in REQUIRED}
    common |= {key: entry[key] for key in ("suspect", "distrusts", "told", "suggestion_vi", "valid_to") if key in entry}
    common |= {
        "rule_id": entry["rule_code"] if valid_from is None else f"{entry['rule_code']}@{valid_from}",
        "valid_from": valid_from,
        "levels": "|".join(entry["levels"]) if entry.get("levels") else None,
        "only_if": tuple(
            f"{code}={outcome}" for code, outcomes in entry.get("only_if", {}).items() for outcome in outcomes
        ),
    }
    if "check" in entry:
        return Rule(kind="check", check_name=entry["check"], **common)

    right = entry["right"]
    if (entry["op"] == "between") != (isinstance(right, list) and len(right) == 2):
        raise RuleBookError(f"{where}: right: found {right!r}, expected a list of two for 'between' and only there")
    sides = {"left": entry["left"], "right": right[0], "right_high": right[1]} if entry["op"] == "between" else {
        "left": entry["left"], "right": right}  # fmt: skip
    try:
        terms = [term for side, text in sides.items() for term in parse_side(side, str(text), catalogue.names)]
    except ExpressionError as error:
        raise RuleBookError(f"{where}: {error}") from error
    pinned = any(term.scope for term in terms)
    if pinned:  # beside a pinned scope, an unpinned figure is that of the whole
        terms = [term.in_scope("all") for term in terms]
    every_field_of = entry.get("every_field_of")
    by_field = any(term.field_mode == "each" for term in terms)
    if every_field_of and (every_field_of not in catalogue.names or not by_field):
        raise RuleBookError(f"{where}: every_field_of: {every_field_of!r} needs fields() and a known indicator")
    missing = {"left": "missing", "right": "missing"} | entry.get("missing", {})
    for side in ("left", "right"):
        parts = [term for term in terms if term.side == side]
        if missing[side] == "lower_bound" and any(t.coefficient < 0 or t.part == "denominator" for t in parts):
            raise RuleBookError(f"{where}: missing: {side}: a lower bound needs a plain sum, found {sides[side]!r}")
    return Rule(
        kind="expression",
        op=entry["op"],
        left_text=str(entry["left"]),
        right_text=" … ".join(map(str, right)) if isinstance(right, list) else str(right),
        missing_left=missing["left"],
        missing_right=missing["right"],
        instance_scope="all" if pinned else None,
        instance_field="all" if by_field else None,
        every_field_of=every_field_of,
        terms=tuple(terms),
        **common,
    )


def _check_versions(rules: list[Rule]) -> None:
    """A code may have several versions, but only one on any day."""
    latest: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda r: (r.rule_code, r.valid_from or date.min)):
        before = latest.get(rule.rule_code)
        if before and (before.valid_to or date.max) >= (rule.valid_from or date.min):
            raise RuleBookError(f"rule {rule.rule_code}: found twice for the same days, expected once")
        latest[rule.rule_code] = rule


def _check_conditions(rules: list[Rule]) -> None:
    """only_if names known rules and known outcomes, and no rule waits for itself."""
    waits = {rule.rule_code: [condition.split("=") for condition in rule.only_if] for rule in rules}
    for code, conditions in waits.items():
        for other, outcome in conditions:
            if other not in waits:
                raise RuleBookError(f"rule {code}: only_if: no rule is called {other!r}")
            one_of(outcome, OUTCOMES, f"only_if: {other}", f"rule {code}")
    for code in waits:
        chain, ahead = {code}, [other for other, _ in waits[code]]
        while ahead:
            other = ahead.pop()
            if other == code:
                raise RuleBookError(f"rule {code}: only_if goes in a circle: {' → '.join(sorted(chain))}")
            if other not in chain:
                chain.add(other)
                ahead += [next_code for next_code, _ in waits[other]]


_text, _flag = pa.string(), pa.bool_()
_RULE_SCHEMA = pa.schema(
    [
        ("rule_id", _text), ("rule_code", _text), ("name_vi", _text), ("level", pa.int32()), ("severity", _text),
        ("kind", _text), ("check_name", _text), ("op", _text), ("left_text", _text), ("right_text", _text),
        ("missing_left", _text), ("missing_right", _text), ("suspect", _text), ("distrusts", _flag), ("told", _flag),
        ("only_if", pa.list_(_text)), ("message_vi", _text), ("suggestion_vi", _text), ("levels", _text),
        ("valid_from", pa.date32()), ("valid_to", pa.date32()), ("tolerance", _text),
        ("instance_scope", _text), ("instance_field", _text), ("every_field_of", _text),
    ]
)  # fmt: skip
_TERM_SCHEMA = pa.schema(
    [
        ("rule_id", _text), ("rule_code", _text), ("term_no", pa.int32()), ("side", _text), ("part", _text),
        ("coefficient", pa.float64()), ("indicator_code", _text), ("scope", _text), ("field_mode", _text),
        ("is_optional", _flag),
    ]
)  # fmt: skip
