"""What earlier loads found, kept for life: ``landing/rule_result`` and ``landing/finding``, append-only.

Each good load adds the outcomes that are new or differ from what was kept, and the findings whose status or words
changed; dbt tells which (``quality.rule_result_history``, ``quality.finding``), from these tables and the reports. So
the build can be thrown away at any time, and a night with nothing new adds nothing.
"""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

_text, _number, _moment = pa.string(), pa.float64(), pa.timestamp("us")
_WHERE = [
    ("report_id", _text), ("unit_key", _text), ("period_code", _text), ("report_kind", _text), ("scope", _text),
    ("field_code", _text), ("subject", _text),
]  # fmt: skip
HISTORY_TABLES: dict[str, pa.Schema] = {
    # grain: rule version x unit x period x kind x revision x scope x field x subject x change of its outcome
    "rule_result": pa.schema(
        [
            ("rule_id", _text), ("rule_code", _text), ("rule_fingerprint", _text), *_WHERE, ("revision", pa.int64()),
            ("outcome", _text), ("left_value", _number), ("right_value", _number), ("difference", _number),
            ("tolerance", _number), ("evaluated_at", _moment),
        ]
    ),
    # grain: finding x change of its status or words
    "finding": pa.schema(
        [
            ("finding_id", _text), ("rule_code", _text), ("severity", _text), ("level", pa.int32()), *_WHERE,
            ("indicator_code", _text), ("message_vi", _text), ("suggestion_vi", _text), ("reported_value", _number),
            ("expected_value", _number), ("difference", _number), ("reported_text", _text), ("expected_text", _text),
            ("source_file", _text), ("source_locators", pa.list_(_text)), ("suspect_locator", _text),
            ("suspect_value", _number), ("meant_value", _number), ("slip_kind", _text),
            ("also_breaks", pa.list_(_text)), ("status", _text), ("status_since", _moment),
            ("first_seen_at", _moment), ("times_opened", pa.int32()),
            ("changed_at", _moment),
        ]
    ),
}  # fmt: skip
# Where the build tells what is new: the table, and the moment that marks a row of this load.
_NEW = {"rule_result": ("quality.rule_result_history", "evaluated_at"), "finding": ("quality.finding", "changed_at")}


def prepare_history(landing_dir: Path) -> None:
    """Give both tables an empty file: dbt needs the columns when nothing was ever kept, or when they are new."""
    for name, schema in HISTORY_TABLES.items():
        folder = landing_dir / name
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(schema.empty_table(), folder / "empty.part")
        (folder / "empty.part").replace(folder / "0.parquet")


def append_history(database: duckdb.DuckDBPyConnection, landing_dir: Path) -> dict[str, int]:
    """Keep what a database holds as new since the loads before; rows added by table.

    The database is the published one: a load that fails before it publishes adds nothing.
    """
    moments = str(landing_dir / "evaluation" / "*.parquet")
    [(moment,)] = database.execute("select evaluated_at from read_parquet(?)", [moments]).fetchall()
    added = {}
    for name, (table, marker) in _NEW.items():
        new = f"from {table} where {marker} = timestamp '{moment}'"
        [(added[name],)] = database.execute(f"select count(*) {new}").fetchall()
        if added[name]:
            query = f"select {', '.join(HISTORY_TABLES[name].names)} {new}"
            _copy(database, query, landing_dir / name / f"{moment:%Y%m%dT%H%M%S%f}.parquet")
    return added


def _copy(database: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """Write the rows of a query; renamed into place, so that there is never half a file."""
    unfinished = target.with_name("new.part")
    database.execute(f"copy ({query}) to '{str(unfinished).replace(chr(39), chr(39) * 2)}' (format parquet)")
    unfinished.replace(target)
