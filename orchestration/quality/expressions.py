"""Sides of rules: ``100 * a / b`` or ``x + optional(y) - fields(z)``, parsed to terms with Python's own parser."""

import ast
import math
from dataclasses import dataclass, replace

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.rule_form import meant

SCOPE_FUNCTIONS = {"at_province": "province", "at_district": "district", "at_commune": "commune"}
# Whose figure is meant; which reports these are says the dbt model int_related_report.
RELATIONS = (
    "previous", "year_before", "year_start", "earlier_this_year", "so_far", "last_report", "units_below",
)  # fmt: skip
_FUNCTIONS = ("optional", "fields", "rows_below", *SCOPE_FUNCTIONS, *RELATIONS)


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
    relation: str = "this"  # whose figure: this report's own, or one of RELATIONS
    every_field_of: str | None = None  # a sum over fields is complete with each field stated for this indicator

    def in_scope(self, scope: str) -> "Term":
        return self if self.scope or self.indicator_code is None else replace(self, scope=scope)

    @property
    def operand(self) -> str | None:
        """What has to be looked up for the term: the indicator's own code where that is all, else its functions too."""
        text = self.indicator_code
        if text is not None and self.field_mode == "each":
            text = f"fields({text})" if self.every_field_of is None else f"fields({text} | {self.every_field_of})"
        return text if text is None or self.relation == "this" else f"{self.relation}({text})"


def parse_side(side: str, text: str, catalogue: Catalogue) -> list[Term]:
    """The terms of one side. Raises ExpressionError for what is not a sum, or one ratio, of known indicators."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"{side}: cannot read {text!r}: {error.msg}") from error
    if text in ("None", "True", "False"):  # what YAML made of nothing, of yes and of no
        raise ExpressionError(f"{side}: found {text}, expected a sum of indicators")
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        parts = {"numerator": tree.left, "denominator": tree.right}
    else:
        parts = {"numerator": tree}
    return [
        term
        for part, root in parts.items()
        for coefficient, node in _linear(root, 1.0, text)
        for term in _figures(Term(side, part, coefficient, None), node, text, catalogue)
    ]


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
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ExpressionError(f"in {text!r}: found {value!r}, expected a number")
    return float(value)


def _figures(bare: Term, node: ast.expr, text: str, catalogue: Catalogue) -> list[Term]:
    """The terms of a name inside its functions: several for rows_below(x), a constant for a number."""
    if isinstance(node, ast.Constant):
        return [bare]
    term, below = bare, False
    while isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        if name not in _FUNCTIONS or len(node.args) != 1 or node.keywords:
            raise ExpressionError(f"in {text!r}: found {ast.unparse(node)!r}, expected one of {', '.join(_FUNCTIONS)}")
        if name in RELATIONS:
            if term.relation != "this":
                raise ExpressionError(f"in {text!r}: found {term.relation} and {name}, expected one of them")
            term = replace(term, relation=name)
        elif name in SCOPE_FUNCTIONS:
            if term.scope:
                raise ExpressionError(f"in {text!r}: found at_{term.scope} and {name}, expected one of them")
            term = replace(term, scope=SCOPE_FUNCTIONS[name])
        elif name == "fields":
            term = replace(term, field_mode="each")
        elif name == "optional":
            term = replace(term, is_optional=True)
        below = below or name == "rows_below"
        node = node.args[0]
    if not isinstance(node, ast.Name):
        raise ExpressionError(f"in {text!r}: found {ast.unparse(node)!r}, expected an indicator code")
    if node.id not in catalogue.rows:
        raise ExpressionError(
            f"{bare.side}: no indicator of the catalogue is called {node.id!r}{meant(node.id, catalogue.rows)}"
        )
    codes = catalogue.rows_below(node.id) if below else [node.id]
    if not codes:
        raise ExpressionError(f"in {text!r}: {node.id!r} has no rows below it that hold the same kind of value")
    return [replace(term, indicator_code=code) for code in codes]
