"""A rule book of the moment on landing tables of the moment, judged by the project's own SQL in memory."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml
from landing_rows import Landing

from orchestration.quality.rules import load_rules, rule_rows
from orchestration.reports.numbers import parse_number
from orchestration.settings import Settings
from orchestration.warehouse.check import MODELS

BOTH_MISSING = {"left": "missing", "right": "missing"}


def rule(code: str, left: str, op: str, right: Any, **more: Any) -> dict[str, Any]:
    """An entry of the rule book with what it cannot do without."""
    entry = {"rule_code": code, "name_vi": "Quy tắc", "level": 1, "severity": "error", "message_vi": "{left} {right}"}
    return entry | {"left": left, "op": op, "right": right, "missing": BOTH_MISSING} | more


def state(landing: Landing, report_id: str, indicator: str, written: str | None, **more: Any) -> None:
    """As written: '41,67%' rounds, '10' is exact, '~500' is about, '' blank, '-' none; None: not there."""
    if written is None:
        return
    number = parse_number(written.lstrip("~").rstrip("%"))
    rounds = number is not None and ("%" in written or number.decimals > 0)
    states = {"": "blank", "-": "none_occurred"}
    facts = {
        "value_state": states.get(written, "approximate" if written.startswith("~") else "reported"),
        "half_unit": number.half_unit() if number and rounds else 0.0,
    }
    landing.state(report_id, indicator, number.value if number else (0.0 if written == "-" else None), **facts, **more)


def judged(
    landing: Landing, rules: Sequence[dict[str, Any]] | None = None, indicators: Sequence[str] = ()
) -> duckdb.DuckDBPyConnection:
    """Every model of a check, built; with the project's own book unless rules over plain ``indicators`` are given."""
    settings = Settings()
    with tempfile.TemporaryDirectory() as name:
        rules_dir, catalogue = settings.rules_dir, settings.indicators_csv
        if rules is not None:
            rules_dir, catalogue = Path(name), Path(name, "indicators.csv")
            (rules_dir / "book.yml").write_text(yaml.safe_dump(list(rules), allow_unicode=True), encoding="utf-8")
            columns = "indicator_code,name_vi,form_code,row_code,value_type,is_cumulative,numerator_code,"
            columns += "denominator_code"
            rows = [f"{code},{code},,,count,false,," for code in indicators]
            rows += [f"row_of_{form},{form},{form},1,count,false,," for form in ("BM1", "BM2")]  # forms to ask for
            catalogue.write_text("\n".join([columns, *rows]), encoding="utf-8")
        book = rule_rows(load_rules(rules_dir, catalogue, settings.units_csv))
    return landing.built(*MODELS, **book)
