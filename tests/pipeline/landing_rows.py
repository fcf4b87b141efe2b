"""Landing tables written by hand: the figures of two seeds, and what must stop nothing."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.quality.alerts import ALERT
from orchestration.quality.border import HELD_REPORT
from orchestration.quality.declared import write_declared
from orchestration.quality.history import prepare_history
from orchestration.quality.rules import load_rules, rule_rows
from orchestration.settings import Settings
from orchestration.warehouse.compiled import build_in_memory
from orchestration.warehouse.schema import LANDING_TABLES

DOAN_KET = {"unit_key": "11263_20040708", "unit_code": "11263", "unit_name": "Xã Đoàn Kết", "unit_level": "commune"}
HUONG_KHE = {"unit_key": "444_20040708", "unit_code": "444", "unit_name": "Huyện Hương Khê", "unit_level": "district"}
DEPARTMENT = {
    "unit_key": "H24.15_20200101", "unit_code": "H24.15", "unit_name": "Sở Nội vụ", "unit_level": "department",
    "province_name": "Tỉnh Hải Dương",
}  # fmt: skip
EVALUATED = datetime(2026, 2, 1)
FIELDS = {"ho_tich": 141, "chung_thuc": 349, "bao_tro_xa_hoi": 19, "nguoi_co_cong": 13, "dat_dai": 1}
ONLINE_FIELDS = {"ho_tich": 126, "chung_thuc": 349, "bao_tro_xa_hoi": 19, "nguoi_co_cong": 9, "dat_dai": 1}
RECEIVED, ONLINE, DIRECT = "dossiers_received", "dossiers_received_online", "dossiers_received_direct"
PARTIAL, FULL = "dossiers_received_partial_online", "dossiers_received_full_online"
POSTAL = "dossiers_received_postal"


def rule_book() -> dict[str, list[dict[str, Any]]]:
    """The landing tables of the project's own rule book."""
    settings = Settings()
    return rule_rows(load_rules(settings.rules_dir, settings.indicators_csv, settings.units_csv))


class Landing:
    """Landing tables in the making: `built` is quick, `write` leaves them as the readers would."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in LANDING_TABLES}
        self.held: list[dict[str, str]] = []

    def report(self, report_id: str, unit: dict[str, str] | None, period: str | None = "2023-Q1", **more: Any) -> None:
        landed = datetime(2026, 1, 1) + timedelta(days=len(self.rows["report"]))
        facts = {"submission": f"x/{report_id}", "status": "accepted", "report_kind": "report", "landed_at": landed}
        facts |= {"source_file": f"x/{report_id}/bao-cao.txt", "received_date": date(2023, 3, 14)}
        self.rows["report"].append({"report_id": report_id, "period_code": period, **(unit or {}), **facts, **more})

    def state(self, report_id: str, indicator: str, *values: Any, **more: Any) -> None:
        for value in values:
            number = 1 + sum(row["report_id"] == report_id for row in self.rows["statement"])
            place = {"source_file": f"x/{report_id}/bao-cao.txt", "source_locator": f"bao-cao.txt!L{number}"}
            facts = {"scope": "all", "field_code": "all", "half_unit": 0.0, "source_kind": "prose", "value": value}
            facts |= {"value_text": str(value), "value_state": "blank" if value is None else "reported"}
            self.rows["statement"].append(
                {"report_id": report_id, "statement_no": number, "indicator_code": indicator, **facts, **place, **more}
            )

    def remark(self, report_id: str, kind: str, subject: str, **more: Any) -> None:
        place = {"source_file": f"x/{report_id}/bao-cao.txt", "source_locator": f"bao-cao.txt!{kind}"}
        self.rows["remark"].append({"report_id": report_id, "remark_kind": kind, "subject": subject, **place, **more})

    def built(self, *models: str, **tables: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
        """A database in memory with these models and all that they need, looked at on the day EVALUATED."""
        moment = {"evaluated_at": EVALUATED, "today": EVALUATED.date()}
        rows = self.rows | {"held_report": self.held, "evaluation": [moment]} | tables
        return build_in_memory(Settings(), rows, list(models))

    def write(self, folder: Path) -> None:
        tables = {name: pa.Table.from_pylist(self.rows[name], schema) for name, schema in LANDING_TABLES.items()}
        tables |= {"held_report": pa.Table.from_pylist(self.held, HELD_REPORT), "alert": ALERT.empty_table()}
        for name, table in tables.items():
            (folder / name).mkdir(parents=True)
            pq.write_table(table, folder / name / "1.parquet")
        prepare_history(folder)
        write_declared(folder, {}, EVALUATED)


def doan_ket(landing: Landing, report_id: str, mended: bool = False) -> None:
    """The figures of xã Đoàn Kết, quý I/2023, with its contradictions or with most of them put right."""
    landing.report(report_id, DOAN_KET, submission="x/doan-ket", issued_date=date(2023, 3, 14))
    landing.state(report_id, RECEIVED, 523)
    landing.state(report_id, ONLINE, 504 if mended else 495)
    landing.state(report_id, DIRECT, 19 if mended else 28)
    for field_code, value in FIELDS.items():
        landing.state(report_id, RECEIVED, value, field_code=field_code)
        landing.state(report_id, ONLINE, ONLINE_FIELDS[field_code], field_code=field_code)
    landing.state(report_id, "dossiers_online_rate", 95, half_unit=0.5)
    landing.state(report_id, "staff_present", 18 if mended else 19, 18, 18)
    for indicator, value, half_unit in (
        ("plan_completion_rate", 41.67 if mended else 50, 0.005 if mended else 0.5), ("plan_tasks_total", 36, 0),
        ("plan_tasks_completed", 15, 0), ("online_service_dossier_rate", 523, 0.5),
        ("online_service_dossiers_received", 0, 0), ("online_service_dossiers_received_online", 0, 0),
        ("online_payment_procedures_rate", 17, 0.5), ("procedures_with_financial_obligation", 0, 0),
        ("procedures_with_online_payment", 0, 0), ("local_procedures_total", 140, 0),
        ("local_procedures_commune", None, 0),
        ("online_level_3_provided_procedures", 66, 0), ("online_level_4_provided_procedures", 44, 0),
        ("online_level_3_and_4_procedures", 110, 0), ("staff_quota", 20, 0),
    ):  # fmt: skip
        landing.state(report_id, indicator, value, half_unit=float(half_unit), source_kind="form")
    landing.remark(
        report_id, "document_date", "171/KH-UBND", reported_text="Kế hoạch 171/KH-UBND ngày 25/12/2023",
        date_value=date(2022, 12, 25) if mended else date(2023, 12, 25),
    )  # fmt: skip
    landing.remark(report_id, "title_period", "period", period_code="2023-Q1", reported_text="quý 1 năm 2023")
    landing.remark(report_id, "body_period", "period", period_code="2022-Q2", reported_text="quý II năm 2022")


def huong_khe(landing: Landing, report_id: str) -> None:
    """The figures of huyện Hương Khê, 2023: two contradictions, and much that must raise nothing."""
    landing.report(report_id, HUONG_KHE, "2023")
    landing.state(report_id, RECEIVED, 27185)
    for scope, total, direct, partial, full, paid in (
        ("district", 4474, 1038, 2461, 975, 26928000), ("commune", 22711, 1088, 15394, 6229, 82037025),
    ):  # fmt: skip
        for indicator, value in ((RECEIVED, total), (DIRECT, direct), (PARTIAL, partial), (FULL, full), (ONLINE, full)):
            landing.state(report_id, indicator, value, scope=scope)
        landing.state(report_id, "online_payment_amount", paid, scope=scope)
    landing.state(report_id, "online_payment_amount", 108965025)
    landing.state(report_id, "public_investment_plan", 637227e6, half_unit=5e5)
    landing.state(report_id, "public_investment_disbursed", 260802e6, half_unit=5e5, period_end=date(2023, 11, 20))
    landing.state(report_id, "public_investment_disbursement_rate", 41, half_unit=0.5)
    landing.state(report_id, "plan_completion_rate", 95.9, half_unit=0.05)
    landing.state(report_id, "plan_tasks_total", 49)
    landing.state(report_id, "plan_tasks_completed", 47)


def oddities(landing: Landing) -> None:
    """What must stop nothing: refusals, an unlisted unit, blanks, about-figures, lists that may be incomplete."""
    landing.report("refused", None, None, status="refused", refusal_reason="không rõ đơn vị")
    landing.report("held", DOAN_KET, "2023-H1")
    landing.held.append({"report_id": "held", "reason_vi": "giá trị âm"})
    landing.state("held", RECEIVED, -5)
    landing.report("department", DEPARTMENT, "2023-9M")
    landing.state("department", "satisfaction_rate", 101, half_unit=0.5, label="'{left}' \"%\" -- ;")
    landing.state("department", ONLINE, 95)
    landing.state("department", RECEIVED, 100, value_state="approximate")
    landing.state("department", DIRECT, 50)
    landing.state("department", FULL, None, value_state="none_occurred")
    landing.remark("department", "unmapped_row", "9.9", reported_text="Dòng {left} 'lạ'")
    landing.report("fields", DOAN_KET, "2023")
    landing.state("fields", RECEIVED, 100)
    landing.state("fields", ONLINE, 60)
    landing.state("fields", RECEIVED, 40, field_code="ho_tich")
    landing.state("fields", ONLINE, 30, field_code="ho_tich")
    landing.state("fields", "dossiers_carried_over", 10)
    landing.report("before", DOAN_KET, "2022")  # the post is counted among the direct dossiers
    for indicator, value in ((RECEIVED, 100), (ONLINE, 60), (DIRECT, 40), (POSTAL, 5), ("dossiers_in_progress", 12)):
        landing.state("before", indicator, value)
    landing.report("plan", {**HUONG_KHE, "unit_key": "550_20040708", "unit_code": "550"}, "2024", report_kind="plan")
    for component, score in (("total", 82.13), ("appraisal", 51.15), ("survey", 6.71), ("satisfaction", 23.27)):
        row = {"report_id": "plan", "index_code": "PAR", "period_code": "2023", "component_code": component}
        row |= {
            "score": score,
            "half_unit": 0.005,
            "value_text": str(score),
            "source_file": "x/plan/ke-hoach.txt",
            "source_locator": f"L11:{component}",
        }
        landing.rows["index_score"].append(row)
    landing.rows["index_score"].append({**row, "index_code": "QD766", "component_code": "mdhl", "score": 18.1})
