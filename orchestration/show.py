"""What the commands print: tables for a terminal, CSV and JSON for programs."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.warehouse.query import Answer

if TYPE_CHECKING:
    from orchestration.defs.load import LoadSummary
    from orchestration.settings import Settings

_SEVERITY_VI = {
    "error": "[red]LỖI[/red]",
    "warning": "[yellow]CẢNH BÁO[/yellow]",
    "info": "[cyan]LƯU Ý[/cyan]",
}
_STATUS_VI = {"open": "", "acknowledged": " (đã ghi nhận)", "resolved": " (đã khắc phục)"}


def console() -> Console:
    """The terminal, or 120 columns of plain text where the output goes elsewhere."""
    return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


class Progress:
    """A bar on standard error while files are read; nothing where that is no terminal."""

    def __enter__(self) -> "Progress":
        from rich import progress

        self._bar = progress.Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)
        self._task = self._bar.add_task("reading submissions", total=None)
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def update(self, done: int, total: int) -> None:
        description = "reading submissions" if done < total else "building the warehouse"
        self._bar.update(self._task, completed=done, total=total, description=description)


def print_load(settings: "Settings", summary: "LoadSummary") -> None:
    """The short summary that ends a load."""
    out = console()
    if summary.load_id is None:
        out.print(f"Nothing new: {summary.unchanged} submissions unchanged, no fact changed.")
    else:
        out.print(
            f"Reports: {summary.read} read, {summary.refused} refused, {summary.unchanged} unchanged. "
            f"Figures read: {summary.values}."
        )
    for submission, reason in summary.refusals:
        out.print(f"  refused {escape(submission)}: {escape(reason)}")
    if summary.held:
        out.print(f"Held back by the border check: {summary.held}.")
    counts = ", ".join(f"{count} {severity}" for severity, count in summary.findings.items())
    out.print(f"Open findings: {counts}. Alerts sent: {summary.alerts}.")
    for told in summary.corrections_not_applied:
        out.print(f"[red]Correction not applied[/red] {escape(told)}")
    if summary.unknown_acknowledgements:
        out.print(f"Acknowledgements of no finding: {summary.unknown_acknowledgements} (see quality.acknowledgement)")
    if summary.years_without_tet:
        years = ", ".join(str(year) for year in summary.years_without_tet)
        out.print(f"No Tết in expectations/holidays.yml for {years}: reports due then are called late too early.")
    told = ", ".join(f"{count} {severity}" for severity, count in summary.expectations_failed.items() if count)
    page = settings.validation_dir / "index.html"
    out.print(f"Expectations of the published tables not met: {told or 'none'} (see {page})")
    out.print(f"Published: {settings.published_db}")
    out.print('Next: .venv/bin/cchc findings  |  .venv/bin/cchc sql "select * from marts.dim_report"  |  make ui')


def print_check(results: Sequence[Mapping[str, Any]]) -> None:
    """Findings of a check in Vietnamese, with place and reason."""
    out = console()
    for result in results:
        unit, period = result["unit"], result["period"]["period_code"]
        out.print(f"[bold]{escape(result['file'])}[/bold]")
        if result["status"] == "refused":
            out.print(f"  [red]TỪ CHỐI[/red] {escape(result['refusal_reason'])}\n")
            continue
        place = _unit_words(unit)
        blanks = sum(value["value_state"] == "blank" for value in result["values"])
        counts = [f"{len(result['values']) - blanks} số liệu"]
        if blanks:
            counts.append(f"{blanks} ô để trống")
        for name, words in (
            ("targets", "chỉ tiêu"), ("tasks", "nhiệm vụ"), ("index_scores", "điểm chỉ số"),
            ("index_group_scores", "điểm chỉ số không của riêng đơn vị nào"),
        ):  # fmt: skip
            if result[name]:
                counts.append(f"{len(result[name])} {words}")
        out.print(f"  {escape(place)}; kỳ {period}; đọc được {', '.join(counts)}")
        if not result["findings"]:
            out.print("  Không phát hiện mâu thuẫn.\n")
        for number, finding in enumerate(result["findings"], start=1):
            _print_finding(out, number, finding)
        out.print()


def print_findings(answer: Answer) -> None:
    """Findings of the warehouse, one paragraph each, under their unit and period."""
    out, heading = console(), None
    for number, finding in enumerate(answer.records(), start=1):
        unit = _unit_words(finding)
        if heading != (heading := (finding["unit_key"], finding["period_code"])):
            out.print(
                f"[bold]{escape(unit)} — kỳ {finding['period_code']}[/bold]  ({escape(finding['source_file'] or '')})"
            )
        _print_finding(out, number, finding, finding["status"])
    out.print(f"{len(answer.rows)} phát hiện.")


def _unit_words(row: Mapping[str, Any]) -> str:
    """ "Xã Đoàn Kết, Tỉnh Hải Dương"; a province is named once."""
    return ", ".join(dict.fromkeys(part for part in (row["unit_name"], row["province_name"]) if part))


def _print_finding(out: Console, number: int, finding: Mapping[str, Any], status: str = "open") -> None:
    out.print(f"  {number}. {_SEVERITY_VI[finding['severity']]}{_STATUS_VI[status]} {escape(finding['message_vi'])}")
    places = [finding["suspect_locator"]] if finding["suspect_locator"] else finding["source_locators"]
    if places:
        out.print(f"     Vị trí: {escape('; '.join(places))}")
    if finding["suggestion_vi"]:
        out.print(f"     Đề nghị: {escape(finding['suggestion_vi'])}")
    if status == "acknowledged":
        until = f"{finding['acknowledged_until']:%d/%m/%Y}"
        words = f"{finding['acknowledged_why']} ({finding['acknowledged_by']}, đến hết {until})"
        out.print(f"     Đã ghi nhận: {escape(words)}")


def print_answer(answer: Answer, output: str) -> None:
    """Rows of a query as a table, CSV or one JSON document (a list of objects)."""
    if output == "json":
        print_json(answer.records())
    elif output == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(answer.columns)
        writer.writerows([_flat(value) for value in row] for row in answer.rows)
    else:
        table = Table(*[escape(column) for column in answer.columns], show_lines=False)
        for row in answer.rows:
            table.add_row(*["" if value is None else escape(str(_flat(value))) for value in row])
        console().print(table)


def print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2, default=_jsonable))


def _flat(value: Any) -> Any:
    return "; ".join(str(part) for part in value) if isinstance(value, list) else value


def _jsonable(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"no JSON for {type(value).__name__}")
