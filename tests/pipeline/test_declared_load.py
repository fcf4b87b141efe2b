"""Whole loads with what stewards declare: acknowledged until a day, corrected until the source changes, reopened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from test_check import CONSISTENT

from orchestration import clock
from orchestration.cli import main
from orchestration.defs.load import LoadSummary, run_load
from orchestration.settings import Settings

WRONG = CONSISTENT.replace("trực tiếp 60", "trực tiếp 50")
STILL_WRONG = CONSISTENT.replace("trực tiếp 60", "trực tiếp 55")
ACKNOWLEDGED = """\
- rule_code: dossiers_channels_add_up
  unit: xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương
  period: 2023-Q2
  who: Nguyễn Văn A
  why: xã sẽ gửi lại
  until: 2026-03-09
- finding_id: no-such-finding
  who: Nguyễn Văn A
  why: gõ nhầm
  until: 2026-03-09
"""
CORRECTED = """\
- unit_code: "11260"
  period: 2023-Q2
  indicator_code: dossiers_received_direct
  expected: 50
  value: 60
  who: Trần Thị B
  why: xã xác nhận qua điện thoại
  on: 2026-03-02
"""
ONE, TWO, THREE = "Xã Đoàn Kết", "Xã Lam Sơn", "Xã Thanh Tùng"


@dataclass
class World:
    """A warehouse of three communes that make the same mistake, and what was known of it after each load."""

    folder: Path
    settings: Settings
    after: dict[str, dict[str, Any]] = field(default_factory=dict)

    def send(self, unit: str, text: str) -> None:
        path = self.settings.raw_dir / "hai-duong" / unit / "2023-Q2" / "bao-cao.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        name = unit.removeprefix("Xã ")
        path.write_text(text.replace("Đoàn Kết", name).replace("ĐOÀN KẾT", name.upper()), encoding="utf-8")

    def declare(self, name: str, entries: str) -> None:
        (self.folder / f"{name}.yml").write_text(entries, encoding="utf-8")

    def load(self, night: str) -> None:
        summary = run_load(self.settings)
        rows = self.ask(
            """
            select u.unit_name, f.status, f.times_opened, f.acknowledged_by, f.first_seen_at, f.resolved_at
            from quality.finding f join marts.dim_unit u using (unit_key)
            where f.rule_code = 'dossiers_channels_add_up'
            """
        )
        alerts = self.ask(
            """
            select u.unit_name, a.kind
            from quality.alert a join marts.dim_unit u using (unit_key)
            join quality.finding f on list_contains(a.finding_ids, f.finding_id)
            where f.rule_code = 'dossiers_channels_add_up' order by a.sent_at
            """
        )
        self.after[night] = {
            "summary": summary,
            "findings": {unit: rest for unit, *rest in rows},
            "alerts": {unit: [kind for name, kind in alerts if name == unit] for unit, _ in alerts},
            "history": self.ask("select unit_key, revision, outcome, evaluated_at from quality.rule_result_history "
                                "where rule_code = 'dossiers_channels_add_up' order by all"),
        }  # fmt: skip

    def ask(self, sql: str) -> list[tuple]:
        with duckdb.connect(self.settings.published_db, read_only=True) as published:
            return published.execute(sql).fetchall()

    def finding(self, night: str, unit: str) -> tuple[str, int]:
        status, times_opened, *_ = self.after[night]["findings"][unit]
        return status, times_opened


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("declared")
    world = World(folder, Settings(raw_dir=folder / "raw", warehouse_dir=folder / "warehouse"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "acknowledged_yml", folder / "acknowledged.yml")
        patch.setattr(Settings, "corrections_yml", folder / "corrections.yml")
        patch.setattr(clock, "now", lambda: datetime(2026, 3, 1, 18))
        for unit in (ONE, TWO, THREE):
            world.send(unit, WRONG)
        world.load("nothing declared")

        patch.setattr(clock, "now", lambda: datetime(2026, 3, 2, 18))
        world.declare("acknowledged", ACKNOWLEDGED)
        world.declare("corrections", CORRECTED)
        world.send(THREE, CONSISTENT)
        world.load("declared")

        patch.setattr(clock, "now", lambda: datetime(2026, 3, 9, 18))  # the tenth in Vietnam
        world.send(TWO, STILL_WRONG)
        world.send(THREE, WRONG)
        world.load("outdated")
        yield world


def test_each_unit_is_told_of_its_contradiction(world: World) -> None:
    first = world.after["nothing declared"]
    for unit in (ONE, TWO, THREE):
        assert world.finding("nothing declared", unit) == ("open", 1)
        assert first["alerts"][unit] == ["opened"]
    assert first["summary"].findings == {"error": 3, "warning": 0, "info": 0}


def test_an_acknowledged_finding_is_neither_open_nor_told_until_its_day_is_over(world: World) -> None:
    assert world.finding("declared", ONE) == ("acknowledged", 1)
    assert world.after["declared"]["findings"][ONE][2] == "Nguyễn Văn A"
    assert world.after["declared"]["alerts"][ONE] == ["opened"]
    assert world.after["declared"]["summary"].findings["error"] == 0
    assert world.finding("outdated", ONE) == ("open", 1)
    assert world.after["outdated"]["alerts"][ONE] == ["opened", "opened"]
    assert world.after["declared"]["summary"].unknown_acknowledgements == 1
    listed = world.ask("select entry, status, finding_id is null from quality.acknowledgement order by entry")
    assert listed == [(1, "expired", False), (2, "unknown", False)]


def test_a_correction_is_what_rules_and_marts_use_beside_what_was_reported(world: World) -> None:
    assert world.finding("declared", TWO) == ("resolved", 1)
    assert world.after["declared"]["summary"].corrections_not_applied == []
    assert world.after["declared"]["alerts"][TWO] == ["opened", "resolved"]
    stated = world.ask(
        """
        select r.revision, f.value, f.reported_value, f.value_text, f.is_corrected, f.correction_why
        from marts.fct_indicator_value f join marts.dim_report r using (report_id) join marts.dim_unit u
        on f.unit_key = u.unit_key
        where u.unit_name = 'Xã Lam Sơn' and f.indicator_code = 'dossiers_received_direct' order by 1
        """
    )
    assert stated == [
        (1, 60.0, 50.0, "50", True, "xã xác nhận qua điện thoại"),
        (2, 55.0, 55.0, "55", False, None),
    ]


def test_a_correction_of_what_the_report_no_longer_states_is_told_loudly(world: World) -> None:
    summary: LoadSummary = world.after["outdated"]["summary"]
    [told] = summary.corrections_not_applied
    assert told.startswith(
        "corrections.yml, entry 1: stale: 11260 2023-Q2 dossiers_received_direct all all: expected 50, found 55 ("
    )
    assert world.finding("outdated", TWO) == ("open", 2)
    assert world.after["outdated"]["alerts"][TWO] == ["opened", "resolved", "reopened"]


def test_a_relapse_is_told_as_such(world: World) -> None:
    assert world.finding("declared", THREE) == ("resolved", 1)
    assert world.finding("outdated", THREE) == ("open", 2)
    assert world.after["outdated"]["alerts"][THREE] == ["opened", "resolved", "reopened"]
    *_, seen, resolved = world.after["outdated"]["findings"][THREE]
    assert (seen, resolved) == (datetime(2026, 3, 1, 18), None)


def test_outcomes_are_added_and_never_changed(world: World) -> None:
    first, second, third = (world.after[night]["history"] for night in ("nothing declared", "declared", "outdated"))
    assert set(first) < set(second) < set(third)


def test_the_check_of_corrections_fails_as_an_error_and_the_command_with_status_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the build can be thrown away: what is kept stands in landing."""
    from orchestration.defs.publication import corrections_applied
    from orchestration.defs.resources import Warehouse

    check = corrections_applied(Warehouse(world.settings))
    assert (check.passed, check.severity.value) == (False, "ERROR")
    before = [world.ask(f"select * from quality.{name} order by all") for name in ("finding", "rule_result_history")]
    for name in ("build/cchc_build.duckdb", "cchc.duckdb"):
        (world.settings.warehouse_dir / name).unlink()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 10, 18))
    monkeypatch.setenv("DAGSTER_HOME", str(world.folder / "dagster"))
    raw, warehouse = str(world.settings.raw_dir), str(world.settings.warehouse_dir)
    done = CliRunner().invoke(main, ["load", "--raw", raw, "--warehouse", warehouse])
    assert done.exit_code == 1
    assert "Correction not applied corrections.yml, entry 1: stale" in done.stdout
    after = [world.ask(f"select * from quality.{name} order by all") for name in ("finding", "rule_result_history")]
    assert after == before
