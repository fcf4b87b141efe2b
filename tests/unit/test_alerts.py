"""Alerts: each unit is told once, by each channel, of what is newly wrong, wrong again, or put right."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from orchestration import clock
from orchestration.quality.alerts import prepare_alert_table, send_alerts
from orchestration.settings import Settings
from orchestration.warehouse.publish import STORAGE_VERSION, publish

DOAN_KET, HUONG_KHE = "11263_20040708", "444_20040708"
FIRST_SEEN = datetime(2026, 1, 1)


class Log:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def info(self, msg: str) -> None:
        self.warning(msg)

    def warning(self, msg: str) -> None:
        self.lines.append(msg)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(warehouse_dir=tmp_path)
    settings.build_db.parent.mkdir(parents=True)
    with duckdb.connect(settings.build_db, config={"storage_compatibility_version": STORAGE_VERSION}) as build:
        build.execute(
            """
            create schema marts;
            create schema quality;
            create table marts.dim_unit (unit_key varchar, unit_name varchar, province_name varchar);
            insert into marts.dim_unit values
                ('11263_20040708', 'Xã Đoàn Kết', 'Tỉnh Hải Dương'),
                ('444_20040708', 'Huyện Hương Khê', 'Tỉnh Hà Tĩnh');
            create table quality.finding (
                finding_id varchar, rule_code varchar, severity varchar, status varchar, unit_key varchar,
                period_code varchar, message_vi varchar, source_locators varchar[], suspect_locator varchar,
                suggestion_vi varchar, first_seen_at timestamp, status_since timestamp
            );
            create table quality.alert (
                alert_id varchar, channel varchar, unit_key varchar, sent_at timestamp, kind varchar,
                finding_ids varchar[], message_vi varchar
            );
            """
        )
    prepare_alert_table(settings.landing_dir)
    return settings


def state(settings: Settings, *findings: tuple[str, str, str, str], since: datetime = FIRST_SEEN) -> None:
    """Publish these findings, with that status since then: (finding_id, severity, status, unit_key)."""
    with duckdb.connect(settings.build_db) as build:
        build.execute("truncate quality.finding")
        for finding_id, severity, status, unit_key in findings:
            build.execute(
                "insert into quality.finding values (?, 'rule', ?, ?, ?, '2023-Q1', ?, ?, ?, 'Sửa ô này.', ?, ?)",
                [
                    finding_id,
                    severity,
                    status,
                    unit_key,
                    f"Biểu {finding_id} không khớp.",
                    [f"{finding_id}.xlsx!BM1!D2", f"{finding_id}.xlsx!BM1!D3"],
                    f"{finding_id}.xlsx!BM1!D2" if severity == "error" else None,
                    FIRST_SEEN,
                    since,
                ],
            )
    publish(settings)


def recorded(settings: Settings) -> list[tuple[Any, ...]]:
    with duckdb.connect(settings.published_db, read_only=True) as published:
        return published.execute(
            "select channel, unit_key, kind, finding_ids from quality.alert order by sent_at, unit_key, kind"
        ).fetchall()


def test_one_message_a_unit_and_kind_told_once(settings: Settings) -> None:
    state(
        settings,
        ("f1", "error", "open", DOAN_KET),
        ("f2", "warning", "open", DOAN_KET),
        ("f3", "error", "open", HUONG_KHE),
    )
    log = Log()
    outcome = send_alerts(settings, log)
    assert (outcome.sent, outcome.failed_channels) == (2, [])
    assert recorded(settings) == [
        ("log", DOAN_KET, "opened", ["f1", "f2"]),
        ("log", HUONG_KHE, "opened", ["f3"]),
    ]
    assert len(log.lines) == 2
    assert log.lines[0].splitlines() == [
        "CCHC – Xã Đoàn Kết (Tỉnh Hải Dương): 2 chỗ cần kiểm tra trong báo cáo",
        "Kính gửi Xã Đoàn Kết (Tỉnh Hải Dương). Báo cáo cải cách hành chính đã gửi có 2 chỗ cần kiểm tra lại:",
        "1. [Sai] Kỳ quý I năm 2023: Biểu f1 không khớp.",
        "   Vị trí: f1.xlsx!BM1!D2",
        "   Đề nghị: Sửa ô này.",
        "2. [Cần xem lại] Kỳ quý I năm 2023: Biểu f2 không khớp.",
        "   Vị trí: f2.xlsx!BM1!D2; f2.xlsx!BM1!D3",
        "   Đề nghị: Sửa ô này.",
        "Xin sửa ngay trong báo cáo rồi gửi lại cả bộ; chỗ nào đúng thì xin cho biết lý do.",
    ]
    assert send_alerts(settings, log).sent == 0
    assert len(log.lines) == 2


def test_a_finding_lives_through_resolved_and_reopened(settings: Settings) -> None:
    kinds = []
    for status in ("open", "open", "resolved", "resolved", "open", "acknowledged", "resolved"):
        state(settings, ("f1", "error", status, DOAN_KET))
        send_alerts(settings, Log())
        kinds = [row[2] for row in recorded(settings)]
    assert kinds == ["opened", "resolved", "reopened", "resolved"]


def test_what_was_acknowledged_is_told_again_when_that_ends(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = [
        ("open", 0, ["opened"]),
        ("acknowledged", 1, ["opened"]),
        ("acknowledged", 1, ["opened"]),
        ("open", 3, ["opened", "opened"]),
        ("open", 3, ["opened", "opened"]),
        ("resolved", 5, ["opened", "opened", "resolved"]),
    ]
    for night, (status, since, told) in enumerate(nights):
        monkeypatch.setattr(clock, "now", lambda night=night: FIRST_SEEN + timedelta(days=night, hours=1))
        state(settings, ("f1", "error", status, DOAN_KET), since=FIRST_SEEN + timedelta(days=since))
        send_alerts(settings, Log())
        assert [row[2] for row in recorded(settings)] == told


def test_what_is_resolved_before_it_was_told_is_not_told(settings: Settings) -> None:
    state(settings, ("f1", "error", "resolved", DOAN_KET))
    assert send_alerts(settings, Log()).sent == 0


def test_info_stays_in_the_warehouse(settings: Settings) -> None:
    state(settings, ("f1", "info", "open", DOAN_KET))
    assert send_alerts(settings, Log()).sent == 0


def test_alerts_are_landing_data_so_that_a_rebuild_keeps_them(settings: Settings) -> None:
    state(settings, ("f1", "error", "open", DOAN_KET))
    send_alerts(settings, Log())
    (row,) = pq.read_table(settings.landing_dir / "alert").to_pylist()
    assert (row["channel"], row["kind"], row["finding_ids"]) == ("log", "opened", ["f1"])
    assert row["message_vi"].startswith("CCHC – Xã Đoàn Kết")


@pytest.fixture
def office() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A service that takes messages on this machine: its address, and what it was sent."""
    taken: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Keep the test's output quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"json://user:s3cret@127.0.0.1:{server.server_port}", taken
    server.shutdown()
    server.server_close()


def test_a_service_is_sent_the_message_and_its_secret_is_not_kept(
    settings: Settings, office: tuple[str, list[dict[str, Any]]]
) -> None:
    url, taken = office
    settings = evolve(settings, alert_urls=(url,))
    state(settings, ("f1", "error", "open", DOAN_KET))
    log = Log()
    assert send_alerts(settings, log).sent == 1
    assert taken[0]["title"] == "CCHC – Xã Đoàn Kết (Tỉnh Hải Dương): 1 chỗ cần kiểm tra trong báo cáo"
    assert "Biểu f1 không khớp." in taken[0]["message"]
    assert recorded(settings) == [("json", DOAN_KET, "opened", ["f1"])]
    kept = json.dumps(pq.read_table(settings.landing_dir / "alert").to_pylist(), default=str)
    assert "s3cret" not in kept + str(log.lines) + repr(settings)


def test_a_channel_that_fails_is_tried_again_next_night(
    settings: Settings, office: tuple[str, list[dict[str, Any]]]
) -> None:
    url, taken = office
    nobody = "json://user:s3cret@127.0.0.1:1"
    state(settings, ("f1", "error", "open", DOAN_KET))
    log = Log()
    broken = evolve(settings, alert_urls=(url, nobody, "nosuch://s3cret"))
    outcome = send_alerts(broken, log)
    assert (outcome.sent, outcome.failed_channels) == (1, ["json 2", "nosuch"])
    assert "s3cret" not in str(log.lines) and "json 2" in str(log.lines)

    repaired = evolve(settings, alert_urls=(url, url))
    assert send_alerts(repaired, Log()).sent == 1
    assert len(taken) == 2
    assert [row[0] for row in recorded(settings)] == ["json", "json 2"]
    assert send_alerts(repaired, Log()).sent == 0
