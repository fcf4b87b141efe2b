"""The form of an entry of the rule book: which keys it may have, and which words may stand in them."""

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz, process

from orchestration.reports.text import bare

COMPARISONS = ("=", "<>", "<=", "<", ">=", ">", "between")
# these speak of presence itself: what is missing is what they judge
PRESENCE = ("both_or_neither", "at_most_one")
OPERATORS = COMPARISONS + PRESENCE
SEVERITIES = ("error", "warning", "info")
OUTCOMES = ("pass", "fail", "missing", "not_applicable")
POLICIES = ("missing", "lower_bound")
SUSPECTS = ("left", "right", "either")
LEVELS = ("ministry", "province", "department", "district", "commune")
# Checks whose SQL stands in dbt_project/models/intermediate/checks
CHECKS = (
    "stated_twice", "score_above_maximum", "document_date_after_report", "cutoff_after_report", "period_title_body",
    "form_incomplete", "report_blank", "changed_in_revision", "outlier_among_peers", "outlier_in_history",
    "index_ratio", "index_ratio_score", "index_rank", "index_source",
    # what a sentence says of its own numbers, by kind
    "calculation_rate", "calculation_share", "calculation_part", "calculation_sum", "calculation_change",
    "calculation_growth",
    # and of last year's report
    "calculation_change_year_before", "calculation_growth_year_before", "calculation_value_year_before",
    # remarks of the readers, told as they stand
    "unmapped_row", "doubtful_row", "label_mismatch", "undeclared_form", "unreadable_value", "malformed_date",
    "assumed_encoding", "hidden_content", "unread_part", "unread_file", "other_unit", "contradicting_hint",
    "taken_from_name", "rows_by_unit", "unknown_unit",
)  # fmt: skip
# What a message may speak of; dbt fills it in (macro filled_words)
PLACEHOLDERS = (
    "name", "scope", "field", "left", "right", "difference", "left_places", "right_places", "left_parts", "right_parts",
    "subject", "elsewhere",
)  # fmt: skip
# checks that look at other reports: only of them, and of rules that do, can a message say what stands elsewhere
CHECKS_BESIDE_OTHERS = ("changed_in_revision", "outlier_among_peers", "outlier_in_history")
_FILLED_IN = [f"{{{placeholder}}}" for placeholder in PLACEHOLDERS]
# which operators a known lower bound of a side can break
_LOWER_BOUND = {"left": ("=", "<=", "<"), "right": ("=", ">=", ">")}

REQUIRED = {"rule_code", "name_vi", "level", "severity", "message_vi"}
_OPTIONAL = {
    "suggestion_vi", "levels", "provinces", "forms", "valid_from", "valid_to", "suspect", "distrusts", "only_if",
    "told",
}  # fmt: skip
_EXPRESSION = {"left", "op", "right", "missing", "tolerance", "every_field_of", "for_each", "except"}
_KINDS: dict[str, type] = {
    "rule_code": str, "name_vi": str, "message_vi": str, "suggestion_vi": str,
    "levels": list, "provinces": list, "forms": list, "except": list, "only_if": dict, "missing": dict,
}  # fmt: skip
_ALIKE = 75  # of 100: how like a known name a mistyped one is
_KIND_NAMES: dict[type, str] = {str: "text", list: "list", dict: "mapping"}


class RuleBookError(ValueError):
    """A rule that cannot be used: names the file, the rule, what was found and what was expected."""


def check_entry(entry: Any, where: str) -> None:
    """Raise RuleBookError unless the entry has the keys and words that a rule may have."""
    if not isinstance(entry, dict):
        raise RuleBookError(f"{where}: found {type(entry).__name__}, expected a mapping")
    body = {"check"} if "check" in entry else {"left", "op"}
    if body == {"left", "op"} and entry.get("op") != "at_most_one":
        body |= {"right"}
    allowed = REQUIRED | _OPTIONAL | ({"check"} if "check" in entry else _EXPRESSION)
    if missing := (REQUIRED | body) - set(entry):
        raise RuleBookError(f"{where}: missing {', '.join(sorted(missing))}")
    if unknown := sorted(set(map(str, entry)) - allowed):
        raise RuleBookError(
            f"{where}: unknown {', '.join(unknown)}; allowed: {', '.join(sorted(allowed))}{meant(unknown[0], allowed)}"
        )
    for key, kind in _KINDS.items():
        if key in entry and (not isinstance(entry[key], kind) or (kind is not dict and not entry[key])):
            raise RuleBookError(f"{where}: {key}: found {entry[key]!r}, expected a {_KIND_NAMES[kind]}")
    if not re.fullmatch(r"\w+", entry["rule_code"]):
        raise RuleBookError(f"{where}: rule_code: found {entry['rule_code']!r}, expected letters, digits and _")
    for key in ("levels", "provinces", "forms", "except"):
        _texts(entry.get(key, []), key, where)
    for other, outcomes in entry.get("only_if", {}).items():
        _texts(outcomes, f"only_if: {other}", where)
    if "except" in entry and "for_each" not in entry:
        raise RuleBookError(f"{where}: except: found no for_each, from which it takes out")
    one_of(entry["severity"], SEVERITIES, "severity", where)
    one_of(entry["level"], (0, 1, 2, 3), "level", where)
    one_of(entry.get("suspect", "either"), SUSPECTS, "suspect", where)
    for key in ("distrusts", "told"):
        one_of(entry.get(key, True), (True, False), key, where)
    for level in entry.get("levels", []):
        one_of(level, LEVELS, "levels", where)
    for day in ("valid_from", "valid_to"):
        if isinstance(entry.get(day), datetime) or not isinstance(entry.get(day), date | None):
            raise RuleBookError(f"{where}: {day}: found {entry[day]!r}, expected a date (2025-07-01)")
    first, last = entry.get("valid_from"), entry.get("valid_to")
    if first and last and last < first:
        raise RuleBookError(f"{where}: valid_to: found {last}, expected no day before valid_from ({first})")
    for key in ("message_vi", "suggestion_vi"):
        if strange := [found for found in re.findall(r"{[^}]*}?|}", entry.get(key, "")) if found not in _FILLED_IN]:
            raise RuleBookError(f"{where}: {key}: unknown {', '.join(strange)}; allowed: {', '.join(_FILLED_IN)}")
    if "check" in entry:
        one_of(entry["check"], CHECKS, "check", where)
        return
    one_of(entry["op"], OPERATORS, "op", where)
    _check_missing(entry, where)
    tolerance_of(entry, where)


def _check_missing(entry: dict[str, Any], where: str) -> None:
    """Each side of a comparison says what a missing figure means; nothing is assumed."""
    policies = entry.get("missing", {})
    if entry["op"] in PRESENCE:
        if policies or (entry["op"] == "at_most_one" and "right" in entry):
            raise RuleBookError(f"{where}: {entry['op']!r} has no missing policy, and 'at_most_one' no right side")
        return
    if unknown := set(policies) - {"left", "right"}:
        raise RuleBookError(f"{where}: missing: found {', '.join(sorted(unknown))}, expected left and right")
    for side in ("left", "right"):
        policy = policies.get(side)
        one_of(policy, POLICIES, f"missing: {side}", where)
        if policy == "lower_bound" and entry["op"] not in _LOWER_BOUND[side]:
            raise RuleBookError(f"{where}: a lower bound of the {side} side cannot break {entry['op']!r}")


def tolerance_of(entry: dict[str, Any], where: str) -> tuple[float, float]:
    """What a rule tolerates beside what the digits leave open: an amount, and a share of the right side.

    ``tolerance`` is ``digits`` (the default), a number such as ``3``, or a percentage such as ``5%``.
    """
    found = entry.get("tolerance", "digits")
    if found == "digits":
        return 0.0, 0.0
    if isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found < float("inf"):
        return float(found), 0.0
    if isinstance(found, str) and (percent := re.fullmatch(r"(\d+(?:\.\d+)?)%", found)):
        return 0.0, float(percent[1]) / 100
    raise RuleBookError(f"{where}: tolerance: found {found!r}, expected digits, a number (3) or a percentage (5%)")


def _texts(found: Any, key: str, where: str) -> None:
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise RuleBookError(f"{where}: {key}: found {found!r}, expected a list of texts")


def one_of(found: Any, expected: tuple[Any, ...], key: str, where: str) -> None:
    """Raise RuleBookError, saying what was found and what was expected, unless it is one of them."""
    # 1 is no truth, and yes is no level
    if not any(found == word and isinstance(found, bool) == isinstance(word, bool) for word in expected):
        words = ", ".join(map(str, expected))
        raise RuleBookError(f"{where}: {key}: found {found!r}, expected one of {words}{meant(found, expected)}")


def meant(found: Any, known: Collection[Any]) -> str:
    """The known name most like the one found, as the end of a message; nothing where none is like it."""
    if not isinstance(found, str):
        return ""
    names = sorted(name for name in known if isinstance(name, str))
    nearest = process.extractOne(found, names, scorer=fuzz.WRatio, processor=bare, score_cutoff=_ALIKE)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""
