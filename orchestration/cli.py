"""The command line ``cchc``; imports stay inside the commands, for `cchc sql` needs neither Dagster nor readers."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from orchestration.warehouse.query import Answer

FAILED, ERRORS_FOUND = 2, 1
_FORMATS = click.Choice(["table", "csv", "json", "xlsx"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cchc-warehouse")
def main() -> None:
    """Warehouse of Vietnam's administrative-reform reports.

    Settings come from the environment: CCHC_RAW_DIR, CCHC_WAREHOUSE_DIR, CCHC_ALERT_URLS.
    """


@main.command()
@click.option("--raw", type=click.Path(path_type=Path), help="Folder of submissions (default: CCHC_RAW_DIR or raw/).")
@click.option(
    "--warehouse",
    type=click.Path(path_type=Path),
    help="Folder of the warehouse (default: CCHC_WAREHOUSE_DIR or warehouse/).",
)
def load(raw: Path | None, warehouse: Path | None) -> None:
    """Read raw/, build, check, publish, alert: the job that the nightly schedule runs.

    Exit status: 0 done, 1 done but a declared correction is not applied, 2 the load failed.
    """
    settings = _settings(raw=raw, warehouse=warehouse)
    if not settings.raw_dir.is_dir():
        _fail(f"the folder of submissions does not exist: {settings.raw_dir}")
    from orchestration.warehouse.lock import WarehouseBusy, only_load

    try:
        with only_load(settings.warehouse_dir):
            is_whole = _load(settings)
    except WarehouseBusy as error:
        _fail(str(error))
    if not is_whole:
        sys.exit(ERRORS_FOUND)


def _load(settings: "Settings") -> bool:
    """Whether the load did all that is declared."""
    from orchestration.defs.load import LoadFailed, run_load
    from orchestration.settings import prepare_dagster_home
    from orchestration.show import Progress, print_load

    prepare_dagster_home()
    try:
        with Progress() as progress:
            summary = run_load(settings, on_progress=progress.update)
    except LoadFailed as error:
        _fail(f"the load failed, the last good publication stands: {error}")
    print_load(settings, summary)
    return not summary.corrections_not_applied


@main.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE...",
)
@click.option("--unit", "unit_code", help="Code of the unit, where the files do not name it.")
@click.option("--period", help="Code of the period (2023-Q1, 2023-H1, 2023-9M, 2023, 2023-03).")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(files: tuple[Path, ...], unit_code: str | None, period: str | None, output: str) -> None:
    """Check reports before they are sent; touches no warehouse.

    Files that share a folder are checked as one submission. Exit status: 0 no error finding, 1 error findings,
    2 a file that cannot be read or settled.
    """
    from orchestration.quality.rule_form import RuleBookError
    from orchestration.show import print_check, print_json
    from orchestration.warehouse.check import check_files
    from orchestration.warehouse.dbt import DbtFailed

    given = {"unit_code": unit_code, "period": period}
    try:
        results = check_files(_settings(), list(files), {k: v for k, v in given.items() if v is not None})
    except (OSError, DbtFailed, RuleBookError) as error:
        _fail(str(error))
    if output == "json":
        print_json({"files": results})
    else:
        print_check(results)
    refused = [result for result in results if result["status"] == "refused"]
    for result in refused:
        click.echo(f"cchc: {result['file']}: {result['refusal_reason']}", err=True)
    if refused:
        sys.exit(FAILED)
    if any(finding["severity"] == "error" for result in results for finding in result["findings"]):
        sys.exit(ERRORS_FOUND)


@main.command()
@click.option("--unit", help="Unit key, unit code, or part of the unit's name.")
@click.option("--period", help="Period code.")
@click.option("--severity", type=click.Choice(["error", "warning", "info"]))
@click.option("--status", type=click.Choice(["open", "acknowledged", "resolved"]))
@click.option("--format", "output", type=_FORMATS, default="table", show_default=True)
def findings(unit: str | None, period: str | None, severity: str | None, status: str | None, output: str) -> None:
    """List findings of the published warehouse."""
    from orchestration.show import print_findings
    from orchestration.warehouse import query

    try:
        answer = query.findings(_settings().published_db, unit, period, severity, status)
    except (query.NoWarehouse, query.BadQuery) as error:
        _fail(str(error))
    if output == "table":
        print_findings(answer)
    else:
        _print(answer, output)


@main.command()
@click.argument("statement", metavar='"SELECT ..."')
@click.option("--format", "output", type=_FORMATS, default="table", show_default=True)
def sql(statement: str, output: str) -> None:
    """Run one query against the published warehouse, read-only.

    For a spreadsheet: --format xlsx > FILE.xlsx
    """
    from orchestration.warehouse import query

    try:
        answer = query.query(_settings().published_db, statement)
    except (query.NoWarehouse, query.BadQuery) as error:
        _fail(str(error))
    _print(answer, output)


@main.command()
@click.option("--period", help="Period code (default: the newest that provinces can be compared in).")
@click.option(
    "--boundary",
    type=click.Choice(["current", "as_reported"]),
    default="current",
    show_default=True,
    help="Provinces of today, or those of the time.",
)
@click.option("--indicator", "indicators", multiple=True, help="Indicator code; may be repeated (default: all).")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="Default: so-sanh-cac-tinh-PERIOD.xlsx in this folder.",
)
def export(period: str | None, boundary: str, indicators: tuple[str, ...], output: Path | None) -> None:
    """Write the comparison of provinces as a workbook that officers print (A4 landscape)."""
    if output and output.suffix.lower() != ".xlsx":
        _fail(f"{output}: expected a name that ends in .xlsx")
    from orchestration import clock
    from orchestration.export.comparison import NothingToExport, comparison, minimum_coverage
    from orchestration.export.province_sheets import workbook
    from orchestration.warehouse.query import BadQuery, NoWarehouse

    settings = _settings()
    try:
        compared = comparison(settings.published_db, period, boundary, indicators)
    except (NoWarehouse, BadQuery, NothingToExport) as error:
        _fail(str(error))
    file = output or Path(f"so-sanh-cac-tinh-{compared.period_code.replace('/', '-')}.xlsx")
    book = workbook(compared, minimum_coverage(settings.dbt_project_dir), clock.day_in_vietnam(clock.now()))
    try:
        book.save(file)
    except OSError as error:
        _fail(f"{file} cannot be written: {error.strerror}")
    click.echo(f"{file}: period {compared.period_code}, boundary {boundary}, {len(book.sheetnames)} sheets")


@main.command()
@click.option("--port", default=3000, show_default=True)
def ui(port: int) -> None:
    """Serve Dagster (lineage, runs, checks, schedule) on 127.0.0.1."""
    from orchestration.settings import PROJECT_DIR, prepare_dagster_home

    prepare_dagster_home()
    os.chdir(PROJECT_DIR)
    dagster = Path(sys.executable).with_name("dagster")
    arguments = ["dev", "-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", str(port)]
    os.execv(dagster, [str(dagster), *arguments])


def _print(answer: "Answer", output: str) -> None:
    """An answer in one of the formats; a workbook only into a file."""
    if output != "xlsx":
        from orchestration.show import print_answer

        print_answer(answer, output)
        return
    if sys.stdout.isatty():
        _fail("a workbook is no text for a terminal; write it to a file: --format xlsx > FILE.xlsx")
    from orchestration.export.answer_sheet import TooLongForASheet, workbook_of

    try:
        sys.stdout.buffer.write(workbook_of(answer))
    except TooLongForASheet as error:
        _fail(str(error))


def _settings(raw: Path | None = None, warehouse: Path | None = None) -> "Settings":
    from attrs import evolve

    from orchestration.settings import Settings

    settings = Settings()
    return evolve(settings, raw_dir=raw or settings.raw_dir, warehouse_dir=warehouse or settings.warehouse_dir)


def _fail(message: str) -> NoReturn:
    click.echo(f"cchc: {message}", err=True)
    sys.exit(FAILED)


if __name__ == "__main__":
    main()
