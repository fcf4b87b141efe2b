"""Arithmetic that sentences state: what must be found in each wording, what must not, and whether it holds."""

import math
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import Block, bullet_level
from orchestration.reports.found import Calculation
from orchestration.reports.prose.arithmetic import read_calculations

CASES = yaml.safe_load(Path(__file__).with_name("arithmetic_cases.yml").read_text(encoding="utf-8"))


def read(lines: list[str]) -> list[Calculation]:
    return read_calculations([Block(line, f"r.txt!L{n}", level=bullet_level(line)) for n, line in enumerate(lines, 1)])


def holds(found: Calculation) -> bool:
    """Whether a calculation holds within its rounding, by trying the ends of each interval (dbt does it in SQL)."""
    ends = [(v - h, v + h) for v, h in zip(found.operands, found.operand_half_units, strict=True)]
    match found.calculation_kind:
        case "sum":
            low, high = sum(low for low, _ in ends), sum(high for _, high in ends)
        case "part":
            low, high = -math.inf, ends[0][1]
        case "change":
            low, high = ends[0][0] - ends[1][1], ends[0][1] - ends[1][0]
        case kind:
            less = 1 if kind == "growth" else 0
            low, high = 100 * (ends[0][0] / ends[1][1] - less), 100 * (ends[0][1] / ends[1][0] - less)
    noise = 1e-9 * max(1, abs(found.stated))
    return low - noise <= found.stated + found.stated_half_unit and found.stated - found.stated_half_unit <= high + noise


def written(found: Calculation) -> str:
    numbers = " ".join(found.operand_texts)
    return f"{found.calculation_kind} {found.stated_text} = {numbers}{'' if holds(found) else ' !'}"


@pytest.mark.parametrize("case", CASES, ids=[case.get("text", "\n".join(case.get("lines", [])))[:60] for case in CASES])
def test_sentence_states(case):
    assert [written(found) for found in read(case.get("lines") or [case["text"]])] == case.get("find", [])
