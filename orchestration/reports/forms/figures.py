"""What a cell of a table becomes: a figure, or a remark on why it is none."""

from typing import Any

from orchestration.reports.blocks import Cell
from orchestration.reports.catalogue import Indicator
from orchestration.reports.found import Found, Remark, Statement
from orchestration.reports.numbers import CellValue


def state(found: Found, indicator: Indicator, cell: Cell, read: CellValue, subject: str, **known: Any) -> None:
    """Add the figure that a cell states; ``known`` are the other fields of a Statement. A cell that cannot be read is
    told as ``subject``, and kept as a figure without a value."""
    if not read.readable:
        tell(found, "unreadable_value", subject, cell.text, cell, indicator.unit_of_measure or None)
    found.statements.append(
        Statement(
            indicator_code=indicator.code,
            value=read.value,
            value_text=cell.text,
            source_locator=cell.locator,
            value_state=read.state,
            half_unit=read.half_unit,
            **known,
        )
    )


def tell(found: Found, kind: str, subject: str, written: str, cell: Cell, expected: str | None = None) -> None:
    """Add a remark; places with the same words are told apart by their order."""
    before = sum(r.remark_kind == kind and r.subject.partition(" (lần ")[0] == subject for r in found.remarks)
    told = f"{subject} (lần {before + 1})" if before else subject
    found.remarks.append(Remark(kind, told, written, cell.locator, expected))
