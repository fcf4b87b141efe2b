"""The form of an entry of the rule book: which keys it may have, and which words may stand in them."""

import re
from datetime import date
from typing import Any

OPERATORS = ("=", "<=", ">=", "between")
SEVERITIES = ("error", "warning", "info")
OUTCOMES = ("pass", "fail", "missing", "not_applicable")
POLICIES = ("missing", "lower_bound")
SUSPECTS = ("left", "right", "either")
LEVELS = ("ministry", "province", "department", "district", "commune")
# Checks whose SQL stands in dbt_project/models/intermediate/checks
CHECKS = (
    "stated_twice", "rate_without_base", "score_above_maximum", "document_date_after_report", "cutoff_after_report",
    "carried_over_from_before",
    "period_title_body",
    # remarks of the readers, told as they stand
    "unmapped_row", "doubtful_row", "label_mismatch", "undeclared_form", "unreadable_value", "malformed_date",
    "assumed_encoding", "hidden_content", "unread_part", "unread_file", "other_unit", "contradicting_hint",
    "taken_from_name", "rows_by_unit",
)  # fmt: skip
# What a message may speak of; dbt fills it in (macro filled_words)
PLACEHOLDERS = (
    "name", "scope", "field", "left", "right", "difference", "left_places", "right_places", "left_parts", "right_parts",
    "subject",
)  # fmt: skip
# which operators a known lower bound of a side can break
_LOWER_BOUND = {"left": ("=", "<="), "right": ("=", ">=")}

REQUIRED = {"rule_code", "name_vi", "level", "severity", "message_vi"}
_OPTIONAL = {"suggestion_vi", "levels", "valid_from", "valid_to", "suspect", "distrusts", "only_if", "told"}
_EXPRESSION = {"left", "op", "right", "missing", "every_field_of", "for_each", "except"}
_KINDS: dict[str, type] = {
    "rule_code": str, "name_vi": str, "message_vi": str, "suggestion_vi": str,
    "levels": list, "except": list, "only_if": dict, "missing": dict,
}  # fmt: skip
_KIND_NAMES: dict[type, str] = {str: "text", list: "list", dict: "mapping"}


class RuleBookError(ValueError):
    """A rule that cannot be used: names the file, the rule, what was found and what was expected."""


def check_entry(entry: Any, where: str) -> None:
    """Raise RuleBookError unless the entry has the keys and words that a rule may have."""
    if not isinstance(entry, dict):
        raise RuleBookError(f"{where}: found {type(entry).__name__}, expected a mapping")
    body = {"check"} if "check" in entry else {"left", "op", "right"}
    allowed = REQUIRED | _OPTIONAL | ({"check"} if "check" in entry else _EXPRESSION)
    if missing := (REQUIRED | body) - set(entry):
        raise RuleBookError(f"{where}: missing {', '.join(sorted(missing))}")
    if unknown := set(entry) - allowed:
        raise RuleBookError(f"{where}: unknown {', '.join(sorted(unknown))}; allowed: {', '.join(sorted(allowed))}")
    for key, kind in _KINDS.items():
        if not isinstance(entry.get(key, kind()), kind):
            raise RuleBookError(f"{where}: {key}: found {entry[key]!r}, expected a {_KIND_NAMES[kind]}")
    one_of(entry["severity"], SEVERITIES, "severity", where)
    one_of(entry["level"], (0, 1, 2, 3), "level", where)
    one_of(entry.get("suspect", "either"), SUSPECTS, "suspect", where)
    for key in ("distrusts", "told"):
        one_of(entry.get(key, True), (True, False), key, where)
    for level in entry.get("levels", []):
        one_of(level, LEVELS, "levels", where)
    for day in ("valid_from", "valid_to"):
        if not isinstance(entry.get(day), date | None):
            raise RuleBookError(f"{where}: {day}: found {entry[day]!r}, expected a date (2025-07-01)")
    for key in ("message_vi", "suggestion_vi"):
        if unknown := set(re.findall(r"{(\w*)}", entry.get(key, ""))) - set(PLACEHOLDERS):
            raise RuleBookError(
                f"{where}: {key}: unknown {{{'}, {'.join(sorted(unknown))}}}; allowed: {', '.join(PLACEHOLDERS)}"
            )
    if "check" in entry:
        one_of(entry["check"], CHECKS, "check", where)
        return
    one_of(entry["op"], OPERATORS, "op", where)
    for side, policy in entry.get("missing", {}).items():
        one_of(side, ("left", "right"), "missing", where)
        one_of(policy, POLICIES, f"missing: {side}", where)
        if policy == "lower_bound" and entry["op"] not in _LOWER_BOUND[side]:
            raise RuleBookError(f"{where}: a lower bound of the {side} side cannot break {entry['op']!r}")


def one_of(found: Any, expected: tuple[Any, ...], key: str, where: str) -> None:
    """Raise RuleBookError, saying what was found and what was expected, unless it is one of them."""
    if found not in expected:
        raise RuleBookError(f"{where}: {key}: found {found!r}, expected one of {', '.join(map(str, expected))}")
