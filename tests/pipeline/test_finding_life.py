"""The life of findings over many nights, on landing tables written by hand and models built in memory."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml
from landing_rows import DIRECT, DOAN_KET, ONLINE, RECEIVED, Landing

from orchestration.quality.declared import write_declared
from orchestration.quality.history import HISTORY_TABLES, append_history, prepare_history
from orchestration.quality.rules import load_rules, rule_rows
from orchestration.settings import Settings
from orchestration.warehouse.compiled import build_in_memory

SETTINGS = Settings()
MODELS = ["finding", "rule_result_history", "acknowledgement", "correction"]
CHANNELS, PLAN = "channels", "plan"
BOOK = [
    {
        "rule_code": CHANNELS, "name_vi": "Kênh", "level": 1, "severity": "error", "left": RECEIVED, "op": "=",
        "right": f"{ONLINE} + {DIRECT}", "missing": {"left": "missing", "right": "missing"},
        "message_vi": "Tổng {left}, các kênh {right}.",
    },
    {
        "rule_code": PLAN, "name_vi": "Kế hoạch", "level": 1, "severity": "error", "left": "plan_tasks_completed",
        "op": "<=", "right": "plan_tasks_total", "missing": {"left": "missing", "right": "missing"},
        "message_vi": "Xong {left} trên {right}.",
    },
]  # fmt: skip


class Nights:
    """Landing rows, evaluated night by night from 2 February 2026 on; what is kept stands in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.landing, self.nights = folder, Landing(), 0
        prepare_history(folder)
        self.book(*BOOK)
        self.declared: dict[str, list[dict[str, Any]]] = {}

    def book(self, *rules: dict[str, Any]) -> None:
        rules_dir = self.folder / "rules"
        rules_dir.mkdir(exist_ok=True)
        (rules_dir / "book.yml").write_text(yaml.safe_dump(list(rules), allow_unicode=True), encoding="utf-8")
        self.rules = rule_rows(load_rules(rules_dir, SETTINGS.indicators_csv, SETTINGS.units_csv))

    def send(self, report_id: str, received: int, online: int = 240, direct: int = 60, **more: Any) -> None:
        """A revision of the same report; total 300 is right."""
        facts = {"submission": "x/doan-ket", "submission_sha256": report_id, "landed_at": self.now} | more
        self.landing.report(report_id, DOAN_KET, **facts)
        for indicator, value in ((RECEIVED, received), (ONLINE, online), (DIRECT, direct)):
            self.landing.state(report_id, indicator, value)

    @property
    def now(self) -> datetime:
        return datetime(2026, 2, 1, 18) + timedelta(days=self.nights)

    def night(self) -> dict[str, int]:
        """Evaluate, keep, and say how many rows were kept."""
        self.nights += 1
        declared = write_declared(self.folder, self.declared, self.now)
        kept = {name: pq.read_table(self.folder / name) for name in HISTORY_TABLES}
        rows = {name: table.to_pylist() for name, table in (declared | kept).items()}
        with build_in_memory(SETTINGS, self.landing.rows | self.rules | rows, MODELS) as build:
            added = append_history(build, self.folder)
            self.tables = {model: build.table(f"quality.{model}").to_arrow_table().to_pylist() for model in MODELS}
        return added

    def finding(self, rule_code: str = CHANNELS) -> dict[str, Any]:
        [finding] = [row for row in self.tables["finding"] if row["rule_code"] == rule_code]
        return finding

    def outcomes(self, rule_code: str = CHANNELS) -> list[tuple[int, str, int]]:
        """(revision, outcome, night) of each row of the history."""
        rows = sorted(self.tables["rule_result_history"], key=lambda row: (row["evaluated_at"], row["revision"]))
        first = datetime(2026, 2, 1, 18)
        return [
            (row["revision"], row["outcome"], (row["evaluated_at"] - first).days)
            for row in rows
            if row["rule_code"] == rule_code
        ]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def night_of(number: int) -> datetime:
    return datetime(2026, 2, 1, 18) + timedelta(days=number)


def life(finding: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(finding[name] for name in ("status", "first_seen_at", "resolved_at", "times_opened"))


def test_a_night_with_nothing_new_keeps_nothing(nights: Nights) -> None:
    nights.send("r1", 290)
    assert nights.night() == {"rule_result": 1, "finding": 1}
    before = nights.tables
    assert nights.night() == {"rule_result": 0, "finding": 0}
    assert nights.tables == before


def test_a_finding_is_resolved_by_a_revision_and_reopened_by_another(nights: Nights) -> None:
    nights.send("r1", 290)
    nights.night()
    nights.send("r2", 300)
    nights.night()
    assert life(nights.finding()) == ("resolved", night_of(1), night_of(2), 1)
    nights.night()
    nights.send("r3", 310)
    nights.night()
    assert life(nights.finding()) == ("open", night_of(1), None, 2)
    assert nights.finding()["message_vi"] == "Tổng 310, các kênh 300."
    assert nights.outcomes() == [(1, "fail", 1), (2, "pass", 2), (3, "fail", 4)]


def test_a_revision_that_is_still_wrong_goes_on_with_the_same_finding(nights: Nights) -> None:
    nights.send("r1", 290)
    nights.night()
    first = nights.finding()
    nights.send("r2", 295)
    nights.night()
    assert life(nights.finding()) == ("open", night_of(1), None, 1)
    assert nights.finding()["finding_id"] == first["finding_id"]
    assert nights.finding()["message_vi"] == "Tổng 295, các kênh 300."


def test_a_new_rule_does_not_date_back(nights: Nights) -> None:
    nights.book(BOOK[0])
    nights.send("r1", 300)
    nights.landing.state("r1", "plan_tasks_completed", 40)
    nights.landing.state("r1", "plan_tasks_total", 36)
    nights.night()
    nights.night()
    nights.book(*BOOK)
    nights.night()
    assert life(nights.finding(PLAN)) == ("open", night_of(3), None, 1)
    assert nights.outcomes(PLAN) == [(1, "fail", 3)]


def test_a_finding_of_a_deleted_rule_is_resolved_with_its_last_words(nights: Nights) -> None:
    nights.send("r1", 290)
    nights.night()
    shown = nights.finding()
    nights.book(BOOK[1])
    assert nights.night() == {"rule_result": 0, "finding": 1}
    gone = nights.finding()
    assert life(gone) == ("resolved", night_of(1), night_of(2), 1)
    for name in ("message_vi", "source_locators", "reported_value", "expected_value", "report_id", "severity"):
        assert gone[name] == shown[name]
    assert nights.outcomes() == [(1, "fail", 1)]
    assert nights.night() == {"rule_result": 0, "finding": 0}
    nights.book(*BOOK)
    nights.night()
    assert life(nights.finding()) == ("open", night_of(1), None, 2)


def test_a_changed_rule_is_another_outcome_and_a_changed_wording_is_not(nights: Nights) -> None:
    nights.send("r1", 290)
    nights.night()
    nights.book({**BOOK[0], "message_vi": "Cộng các kênh được {right}, không phải {left}."})
    assert nights.night() == {"rule_result": 0, "finding": 1}
    assert nights.finding()["message_vi"] == "Cộng các kênh được 300, không phải 290."
    nights.book({**BOOK[0], "op": "<="})
    nights.night()
    assert nights.outcomes() == [(1, "fail", 1), (1, "pass", 3)]
    assert nights.finding()["status"] == "resolved"


def test_files_read_again_by_newer_readers_go_on_with_their_history(nights: Nights) -> None:
    nights.send("r1", 290)
    nights.night()
    nights.send("r1-again", 290, submission_sha256="r1")
    assert nights.night() == {"rule_result": 0, "finding": 1}
    assert nights.finding()["report_id"] == "r1-again"
    nights.send("r1-better", 300, submission_sha256="r1")
    nights.night()
    assert nights.outcomes() == [(1, "fail", 1), (1, "pass", 3)]
    assert life(nights.finding()) == ("resolved", night_of(1), night_of(3), 1)


def test_what_was_replaced_before_any_load_saw_it_is_kept_as_resolved(nights: Nights) -> None:
    nights.send("r1", 290)
    nights.nights += 1
    nights.send("r2", 300)
    nights.night()
    assert life(nights.finding()) == ("resolved", night_of(2), night_of(2), 1)


def test_a_load_that_failed_before_it_kept_anything_is_made_up_for(nights: Nights) -> None:
    nights.send("r1", 290)
    nights.night()
    for table in ("rule_result", "finding"):
        [kept] = list((nights.folder / table).glob("2*.parquet"))
        kept.unlink()
    assert nights.night() == {"rule_result": 1, "finding": 1}
    assert life(nights.finding()) == ("open", night_of(2), None, 1)


def test_a_column_added_later_is_empty_in_what_was_kept_before(tmp_path: Path) -> None:
    prepare_history(tmp_path)
    for path in (tmp_path / "finding").iterdir():
        pq.write_table(pq.read_table(path).drop_columns(["suspect_locator"]), path)
    prepare_history(tmp_path)
    read = f"read_parquet('{tmp_path}/finding/*.parquet', union_by_name = true)"
    assert duckdb.execute(f"select suspect_locator from {read}").fetchall() == []


def test_an_acknowledgement_holds_to_its_last_day(nights: Nights) -> None:
    entry = {"rule_code": CHANNELS, "unit_code": "11263", "period_code": "2023-Q1", "who": "An", "why": "biết"}
    nights.send("r1", 290)
    nights.night()
    # 18:00 UTC is the next day in Vietnam
    nights.declared = {"acknowledgement": [{"entry": 1, **entry, "until": night_of(3).date()}]}
    nights.night()
    assert (nights.finding()["status"], nights.finding()["acknowledged_by"]) == ("acknowledged", "An")
    assert [row["status"] for row in nights.tables["acknowledgement"]] == ["in_force"]
    nights.night()
    assert life(nights.finding()) == ("open", night_of(1), None, 1)
    assert nights.finding()["status_since"] == night_of(3)
    assert [row["status"] for row in nights.tables["acknowledgement"]] == ["expired"]
    nights.send("r2", 300)
    nights.night()
    assert [row["status"] for row in nights.tables["acknowledgement"]] == ["finding_resolved"]


def test_a_correction_is_used_by_the_rules_until_the_report_states_something_else(nights: Nights) -> None:
    entry = {"unit_code": "11263", "period_code": "2023-Q1", "indicator_code": RECEIVED, "scope": "all"}
    entry |= {"field_code": "all", "expected": 290.0, "value": 300.0, "who": "An", "why": "đã hỏi xã"}
    nights.send("r1", 290)
    nights.night()
    nights.declared = {"correction": [{"entry": 1, **entry, "declared_on": nights.now.date()}]}
    nights.night()
    assert life(nights.finding()) == ("resolved", night_of(1), night_of(2), 1)
    assert [(row["status"], row["found_texts"]) for row in nights.tables["correction"]] == [("applied", ["290"])]
    nights.send("r2", 295)
    nights.night()
    assert life(nights.finding()) == ("open", night_of(1), None, 2)
    assert [(row["status"], row["found_texts"]) for row in nights.tables["correction"]] == [("stale", ["295"])]
    assert nights.outcomes() == [(1, "fail", 1), (1, "pass", 2), (2, "fail", 3)]
