"""Sides of rules: ``100 * a / b`` or ``x + optional(y) - fields(z)``, parsed to terms with Python's own parser."""

import ast
import csv
from dataclasses import dataclass, replace
from pathlib import Path

SCOPE_FUNCTIONS = {"at_province": "province", "at_district": "district", "at_commune": "commune"}
_FUNCTIONS = ("optional", "fields", *SCOPE_FUNCTIONS)


class ExpressionError(ValueError):
    """An expression that a rule cannot hold: says what was found and what was expected."""


@dataclass(frozen=True)
class Term:
    """A figure, or a constant, with its coefficient on one part of one side of a rule."""

    side: str  # left | right | right_high
    part: str  # numerator | denominator
    coefficient: float
    indicator_code: str | None  # None: the coefficient is the constant itself
    scope: str | None = None  # None: the scope of the instance
    field_mode: str = "same"  # same: the field of the instance; each: all fields but `all`, summed
    is_optional: bool = False  # not stated at all counts as 0

    def in_scope(self, scope: str) -> "Term":
        return self if self.scope or self.indicator_code is None else replace(self, scope=scope)


@dataclass(frozen=True)
class Catalogue:
    """What rules need of the indicator catalogue: the names, and what templates are filled with."""

    names: dict[str, str]
    templates: dict[str, list[dict[str, str]]]

    @classmethod
    def read(cls, indicators_csv: Path) -> "Catalogue":
        """Templates: ``rate`` percentages with both parts, ``percent`` those without, ``part`` the pairs themselves."""
        with indicators_csv.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = {row["indicator_code"]: row["name_vi"] for row in rows}
        templates: dict[str, list[dict[str, str]]] = {"rate": [], "percent": [], "part": []}
        pairs = set()
        for row in rows:
            if row["value_type"] != "percent":
                continue
            part, whole = row["numerator_code"], row["denominator_code"]
            words = {
                "code": row["indicator_code"],
                "name": row["name_vi"],
                "numerator": part,
                "denominator": whole,
            }
            templates["rate" if part and whole else "percent"].append(words)
            # two rates may share their parts: the parts are compared once
            if part and whole and (part, whole) not in pairs:
                pairs.add((part, whole))
                templates["part"].append(words | {"code": part, "name": f"{names[part]} – {names[whole]}"})
        return cls(names, templates)


def parse_side(side: str, text: str, names: dict[str, str]) -> list[Term]:
    """The terms of one side. Raises ExpressionError for what is not a sum, or one ratio, of known indicators."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"{side}: cannot read {text!r}: {error.msg}") from error
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        parts = {"numerator": tree.left, "denominator": tree.right}
    else:
        parts = {"numerator": tree}
    terms = [
        Term(side, part, coefficient, *_figure(node, text))
        for part, root in parts.items()
        for coefficient, node in _linear(root, 1.0, text)
    ]
    for term in terms:
        if term.indicator_code is not None and term.indicator_code not in names:
            raise ExpressionError(f"{side}: no indicator of the catalogue is called {term.indicator_code!r}")
    return terms


def _linear(node: ast.expr, coefficient: float, text: str) -> list[tuple[float, ast.expr]]:
    """A sum taken apart into (coefficient, figure or constant 1)."""
    match node:
        case ast.BinOp(left, ast.Add(), right):
            return _linear(left, coefficient, text) + _linear(right, coefficient, text)
        case ast.BinOp(left, ast.Sub(), right):
            return _linear(left, coefficient, text) + _linear(right, -coefficient, text)
        case ast.UnaryOp(ast.USub(), operand):
            return _linear(operand, -coefficient, text)
        case ast.BinOp(ast.Constant(factor), ast.Mult(), operand) | ast.BinOp(
            operand, ast.Mult(), ast.Constant(factor)
        ):
            return _linear(operand, coefficient * _number(factor, text), text)
        case ast.Constant(value):
            return [(coefficient * _number(value, text), ast.Constant(1))]
        case ast.Name() | ast.Call():
            return [(coefficient, node)]
    raise ExpressionError(
        f"in {text!r}: {ast.unparse(node)!r} is not allowed; expected sums of indicators, a constant times an "
        "indicator, or one division of the whole side (100 * a / b)"
    )


def _number(value: object, text: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionError(f"in {text!r}: found {value!r}, expected a number")
    return float(value)


def _figure(node: ast.expr, text: str) -> tuple[str | None, str | None, str, bool]:
    """indicator_code, scope, field_mode, is_optional of a name inside its functions."""
    scope, field_mode, is_optional = None, "same", False
    while isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        if name not in _FUNCTIONS or len(node.args) != 1 or node.keywords:
            raise ExpressionError(f"in {text!r}: found {ast.unparse(node)!r}, expected one of {', '.join(_FUNCTIONS)}")
        scope = SCOPE_FUNCTIONS.get(name, scope)
        field_mode = "each" if name == "fields" else field_mode
        is_optional = is_optional or name == "optional"
        node = node.args[0]
    if isinstance(node, ast.Constant):
        return None, None, "same", False
    if not isinstance(node, ast.Name):
        raise ExpressionError(f"in {text!r}: found {ast.unparse(node)!r}, expected an indicator code")
    return node.id, scope, field_mode, is_optional
