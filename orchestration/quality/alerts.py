"""Alerts: after publication, each unit is told once of what is newly wrong, wrong again, or put right.

What was told is landing data (``landing/alert``), by channel: a channel that fails records nothing, and so
is tried again by the next load; a channel added later hears of everything that is open.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration import clock
from orchestration.quality.messages import messages
from orchestration.reports.issuer.periods import period_words
from orchestration.settings import Settings
from orchestration.warehouse.publish import publish

ALERT = pa.schema(
    [
        ("alert_id", pa.string()),
        ("channel", pa.string()),  # log, or the scheme of the address (mailto); a second one is "mailto 2"
        ("unit_key", pa.string()),
        ("sent_at", pa.timestamp("us")),  # UTC
        ("kind", pa.string()),  # opened | reopened | resolved
        ("finding_ids", pa.list_(pa.string())),
        ("message_vi", pa.string()),
    ]
)

# What a channel must be told, by (status of the finding, what it was told last).
_KIND = {
    ("open", None): "opened",
    ("open", "resolved"): "reopened",
    ("resolved", "opened"): "resolved",
    ("resolved", "reopened"): "resolved",
}


# (channel, finding_id) → kind of the last alert, and when it was sent
Told = dict[tuple[str, str], tuple[str, datetime]]


class Log(Protocol):
    """The part of a logger that alerts need: Python's or Dagster's."""

    def info(self, msg: str, /) -> None: ...

    def warning(self, msg: str, /) -> None: ...


@dataclass(frozen=True)
class Message:
    unit_key: str
    kind: str
    finding_ids: list[str]
    subject: str
    body: str


@dataclass(frozen=True)
class AlertOutcome:
    sent: int
    failed_channels: list[str]


def send_alerts(settings: Settings, log: Log | None = None) -> AlertOutcome:
    """Send what is due to every channel, record it, and publish again if anything was sent.

    Reads findings of the published warehouse. Never raises for a channel that does not answer.
    """
    log = log or logging.getLogger(__name__)
    findings = _findings(settings)
    told = _told(settings.landing_dir)
    rows: list[dict[str, Any]] = []
    failed: list[str] = []
    for channel, url in _channels(settings.alert_urls):
        for message in due_messages(findings, told, channel):
            if _deliver(url, message, log):
                rows.append(_row(channel, message))
            else:
                log.warning(f"alert channel {channel} failed for {message.unit_key}; the next load tries again")
                failed.append(channel)
    if rows:
        path = _write(settings.landing_dir, rows)
        _add_to_build(settings.build_db, path)
        publish(settings)
    return AlertOutcome(sent=len(rows), failed_channels=sorted(set(failed)))


def prepare_alert_table(landing_dir: Path) -> None:
    """Give the landing table ``alert`` an empty first file, which dbt needs when nothing was ever sent."""
    folder = landing_dir / "alert"
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.glob("*.parquet")):
        pq.write_table(ALERT.empty_table(), folder / "none.parquet")


def due_messages(findings: list[dict[str, Any]], told: Told, channel: str) -> Iterator[Message]:
    """One message for each unit and kind that the channel has still to hear of.

    Args:
        findings: rows of quality.finding with unit_name and province_name, in the order to be told.
        told: (channel, finding_id) → kind of the last alert, and when it was sent.
    """
    due = [
        (finding["unit_key"], kind, finding)
        for finding in findings
        if (kind := _due(finding, told.get((channel, finding["finding_id"]))))
    ]
    due.sort(key=lambda entry: entry[:2])
    for (unit_key, kind), group in groupby(due, key=lambda entry: entry[:2]):
        yield _message(unit_key, kind, [finding for *_, finding in group])


def _due(finding: dict[str, Any], last: tuple[str, datetime] | None) -> str | None:
    """What kind of message a finding asks for, given the last one that told of it."""
    kind, sent_at = last or (None, datetime.max)
    is_open_anew = finding["status"] == "open" and finding["first_seen_at"] < finding["status_since"]
    if kind != "resolved" and is_open_anew and sent_at < finding["status_since"]:
        kind = None  # acknowledged since it was told, and no longer: told as if for the first time
    return _KIND.get((finding["status"], kind))


def _message(unit_key: str, kind: str, findings: list[dict[str, Any]]) -> Message:
    words = messages()
    name, province = findings[0]["unit_name"] or unit_key, findings[0]["province_name"]
    unit = words["unit"].format(name=name, province=province) if province and province != name else name
    lines = [words["opening"][kind].format(unit=unit, count=len(findings))]
    for number, finding in enumerate(findings, start=1):
        lines.append(
            words["item"].format(
                number=number,
                severity=words["severity"][finding["severity"]],
                period=period_words(finding["period_code"]),
                message=finding["message_vi"],
            )
        )
        places = [finding["suspect_locator"]] if finding["suspect_locator"] else finding["source_locators"]
        if places:
            lines.append(words["place"].format(place="; ".join(places)))
        if finding["suggestion_vi"] and kind != "resolved":
            lines.append(words["suggestion"].format(suggestion=finding["suggestion_vi"]))
    lines.append(words["closing"][kind])
    return Message(
        unit_key=unit_key,
        kind=kind,
        finding_ids=[finding["finding_id"] for finding in findings],
        subject=words["subject"][kind].format(unit=unit, count=len(findings)),
        body="\n".join(lines),
    )


def _channels(urls: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    """Channel name and address; the log alone when no address is set."""
    if not urls:
        yield "log", None
    seen: Counter[str] = Counter()
    for url in urls:
        scheme = url.split("://", 1)[0].lower()
        seen[scheme] += 1
        yield (scheme if seen[scheme] == 1 else f"{scheme} {seen[scheme]}"), url


def _deliver(url: str | None, message: Message, log: Log) -> bool:
    """Whether the channel took the message. Addresses hold secrets: none is logged, nor any error's words."""
    if url is None:
        log.info(f"{message.subject}\n{message.body}")
        return True
    import apprise  # a second to import, needed by few

    try:
        service = apprise.Apprise()
        kind = apprise.NotifyType.SUCCESS if message.kind == "resolved" else apprise.NotifyType.WARNING
        taken = service.add(url) and service.notify(
            title=message.subject, body=message.body, notify_type=kind, body_format=apprise.NotifyFormat.TEXT
        )
    except Exception as error:  # a plugin may raise anything, and an alert must never stop the night
        log.warning(f"alert channel raised {type(error).__name__}")
        return False
    return bool(taken)


def _row(channel: str, message: Message) -> dict[str, Any]:
    sent_at = clock.now()
    parts = (channel, message.unit_key, message.kind, sent_at.isoformat(), *message.finding_ids)
    return {
        "alert_id": hashlib.md5("\n".join(parts).encode(), usedforsecurity=False).hexdigest(),
        "channel": channel,
        "unit_key": message.unit_key,
        "sent_at": sent_at,
        "kind": message.kind,
        "finding_ids": message.finding_ids,
        "message_vi": f"{message.subject}\n{message.body}",
    }


def _findings(settings: Settings) -> list[dict[str, Any]]:
    """Errors and warnings of the published warehouse, by unit, newest period first."""
    with duckdb.connect(settings.published_db, read_only=True) as published:
        result = published.execute(
            """
            select finding.*, unit.unit_name, unit.province_name
            from quality.finding as finding
            left join marts.dim_unit as unit on finding.unit_key = unit.unit_key
            where finding.severity in ('error', 'warning')
            order by finding.unit_key, period_code desc, severity, rule_code, finding_id
            """
        )
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _told(landing_dir: Path) -> Told:
    """(channel, finding_id) → kind of the last alert sent, and when."""
    files = sorted((landing_dir / "alert").glob("*.parquet"))
    rows = [row for path in files for row in pq.read_table(path).to_pylist()]
    rows.sort(key=lambda row: row["sent_at"])
    return {(row["channel"], finding): (row["kind"], row["sent_at"]) for row in rows for finding in row["finding_ids"]}


def _write(landing_dir: Path, rows: list[dict[str, Any]]) -> Path:
    folder = landing_dir / "alert"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{rows[0]['sent_at']:%Y%m%dT%H%M%S%f}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, ALERT), path)
    return path


def _add_to_build(build_db: Path, alerts: Path) -> None:
    """Append the new alerts to quality.alert of the build, column by column name."""
    with duckdb.connect(build_db) as build:
        columns = [row[0] for row in build.execute("describe quality.alert").fetchall() if row[0] in ALERT.names]
        names = ", ".join(columns)
        build.execute(f"insert into quality.alert ({names}) select {names} from read_parquet(?)", [str(alerts)])
