"""The figures of a period that follow from what happened in an office and in those below it.

Figures are exact here (a rate is a fraction, money is in đồng); `writing` rounds them as people do. All of them agree
with each other because each is added up from the same few numbers, never drawn twice.
"""

from collections import Counter
from functools import cache

from generate_reports.offices import Office
from generate_reports.units import Period, Unit

Key = tuple[str, str, str]  # indicator, scope, field


class Truth:
    """The offices of a region, and the figures that each must report."""

    def __init__(self, offices: dict[str, Office], post_is_direct: bool) -> None:
        self.offices, self.post_is_direct = offices, post_is_direct

    def figures(self, unit: Unit, period: Period) -> dict[Key, float]:
        """Every figure that a unit could state of a period, exact."""
        found: dict[Key, float] = {}
        levels = {
            level: [u for u in unit.family() if u.level == level] for level in ("province", "district", "commune")
        }
        for scope, units in ({"all": unit.family()} | (levels if unit.children else {})).items():
            if units:
                found |= self._dossiers(units, period, scope)
                paid = sum(self._added(u, period)["paid_online"] for u in units)
                found["online_payment_amount", scope, "all"] = paid
        n, last = self._added(unit, period), period.quarters[-1]
        # what the catalogue calls cumulative runs from the start of the year, whatever the report's period
        this_year = Period(period.code, tuple((last[0], quarter) for quarter in range(1, last[1] + 1)))
        so_far = self._added(unit, this_year)
        n["plan_done"], n["leaders"] = so_far["plan_done"], so_far["leaders"]
        return found | _forms(unit, self.offices[unit.key], n, period, found)

    def _added(self, unit: Unit, period: Period) -> Counter[str]:
        return sum((self.offices[unit.key].counts[quarter] for quarter in period.quarters), Counter())

    def _dossiers(self, units: list[Unit], period: Period, scope: str) -> dict[Key, float]:
        """Dossiers of several offices together, for each field and for all of them."""
        parts: dict[str, Counter[str]] = {"all": Counter()}
        for unit in units:
            for name, counts in self._office(unit.key, period).items():
                parts.setdefault(name, Counter()).update(counts)
                parts["all"].update(counts)
        found: dict[Key, float] = {}
        for name, n in parts.items():
            online, post = n["partial"] + n["full"], n["postal"]
            received = online + n["direct"] + post
            in_time, open_now = n["early"] + n["on_time"], n["within"] + n["overdue"]
            values = {
                "received": received, "received_online": online, "received_partial_online": n["partial"],
                "received_full_online": n["full"], "received_postal": post,
                "received_direct": n["direct"] + (post if self.post_is_direct else 0), "carried_over": n["carried"],
                "to_settle": received + n["carried"], "resolved": in_time + n["late"], "resolved_early": n["early"],
                "resolved_on_time": n["on_time"], "resolved_in_time": in_time, "resolved_late": n["late"],
                "in_progress": open_now, "in_progress_within_deadline": n["within"],
                "in_progress_overdue": n["overdue"],
            }  # fmt: skip
            found |= {(f"dossiers_{key}", scope, name): value for key, value in values.items()}
            columns = {
                "dossiers_to_settle": received + n["carried"], "received_online": online,
                "received_direct_or_postal": received - online, "carried_over": n["carried"],
                "resolved": in_time + n["late"], "resolved_early": n["early"], "resolved_on_time": n["on_time"],
                "resolved_late": n["late"], "in_progress": open_now, "in_progress_within_deadline": n["within"],
                "in_progress_overdue": n["overdue"],
            }  # fmt: skip
            found |= {(f"ii06a_{key}", scope, name): value for key, value in columns.items()}
            for rate, part, whole in (
                ("online_rate", online, received),
                ("on_time_rate", in_time, in_time + n["late"]),
            ):
                if whole:
                    found[f"dossiers_{rate}", scope, name] = 100 * part / whole
        return found

    @cache  # noqa: B019  a Truth lives as long as its generator
    def _office(self, key: str, period: Period) -> dict[str, Counter[str]]:
        flows = self.offices[key].flows
        found = {}
        for name in self.offices[key].fields:
            counts = sum((flows[quarter][name].counts for quarter in period.quarters), Counter())
            first, last = flows[period.quarters[0]][name], flows[period.quarters[-1]][name]
            found[name] = counts + first.opened + last.closed
        return found


def _forms(unit: Unit, office: Office, n: Counter[str], period: Period, dossiers: dict[Key, float]) -> dict[Key, float]:
    """Rows of the statistical forms and figures of the narrative, of the office itself."""
    year = office.years[period.quarters[-1][0]]
    partly = year["units_31"] + year["units_32"] + year["units_33"]
    disbursed = n["invested"]
    values: dict[str, float] = {
        "reform_directives_issued": n["directives"], "plan_tasks_total": year["plan"],
        "plan_tasks_completed": n["plan_done"],
        "inspection_issues_found": n["issues"], "inspection_issues_settled": n["issues_done"],
        "inspections_held": n["inspections"],
        "assigned_tasks_total": n["assigned"], "assigned_tasks_on_time": n["on_time"],
        "assigned_tasks_completed_late": n["late"],
        "assigned_tasks_overdue": n["overdue"], "satisfaction_survey_held": 1, "satisfaction_survey_forms": n["forms"],
        "satisfaction_survey_method": 1, "leader_dialogue_held": 1, "legal_documents_issued": n["legal"],
        f"legal_documents_issued_by_{unit.level}": n["legal"], "legal_documents_inspected": n["inspected"],
        "inspected_legal_documents_to_settle": n["inspected_due"],
        "inspected_legal_documents_settled": n["inspected_done"],
        "legal_documents_reviewed": n["reviewed"], "reviewed_legal_documents_to_settle": n["reviewed_due"],
        "reviewed_legal_documents_settled": n["reviewed_done"], "procedures_simplification_approved": n["approved"],
        "procedures_newly_announced": n["announced"], "procedures_abolished_or_replaced": n["abolished"],
        "local_procedures_total": year["procedures"], f"local_procedures_{unit.level}": year["procedures"],
        "interlinked_procedures_same_level": year["same_level"], "interlinked_procedures_across_levels": year["across"],
        "procedures_regardless_of_boundary": year["anywhere"], "procedures_published": year["procedures"],
        "procedures_full_online": year["level_4"], "procedures_partial_online": year["level_3"],
        "procedure_feedback_received": n["feedback"], "procedure_feedback_settled": n["feedback_done"],
        "staff_quota": year["quota"], "staff_present": year["quota"] - year["absent"],
        "staff_contract": year["contract"],
        "staff_downsized": n["downsized"], "staff_downsized_rate_since_2015": 10, "communes_reorganised_rate": 100,
        "agencies_with_job_positions_approved": year["agencies"],
        "service_units_with_job_positions_approved": year["units_4"],
        "agencies_violating_job_positions": 0, "civil_servants_recruited": n["recruited"],
        "civil_servants_recruited_special": 0,
        "commune_officials_moved_to_higher_level": n["moved"], "public_employees_recruited": n["recruited"],
        "public_employees_recruited_special": 0, "leaders_appointed_by_examination": n["leaders"],
        "civil_servants_disciplined": 0,
        "public_investment_plan": year["invested"], "public_investment_disbursed": disbursed,
        "service_units_total": year["units_1"] + year["units_2"] + partly + year["units_4"],
        "service_units_covering_recurrent_and_investment": year["units_1"],
        "service_units_covering_recurrent": year["units_2"],
        "service_units_covering_recurrent_partly": partly, "service_units_covering_70_to_100_percent": year["units_31"],
        "service_units_covering_30_to_70_percent": year["units_32"],
        "service_units_covering_10_to_30_percent": year["units_33"],
        "service_units_covered_by_state": year["units_4"], "service_units_converted_to_companies": 0,
        "e_government_architecture_updated": 1, "online_meeting_system": 1, "national_reporting_system_rate": 100,
        "fully_electronic_documents_rate": 99 - year["contract"] / 3,
        "online_level_3_eligible_procedures": year["level_3_eligible"],
        "online_level_3_provided_procedures": year["level_3"],
        "online_level_3_procedures_with_dossiers": year["level_3"] // 3,
        "online_level_4_eligible_procedures": year["level_4_eligible"],
        "online_level_4_provided_procedures": year["level_4"],
        "online_level_4_procedures_with_dossiers": year["level_4"] // 3,
        "online_level_3_and_4_procedures": year["level_3"] + year["level_4"],
        "national_portal_integrated_procedures": year["integrated"],
        "online_service_dossiers_received": dossiers["dossiers_received", "all", "all"],
        "online_service_dossiers_received_online": dossiers["dossiers_received_online", "all", "all"],
        "procedures_with_financial_obligation": year["payable"], "procedures_with_online_payment": year["paid"],
        "documents_incoming": n["incoming"], "documents_outgoing": n["outgoing"],
        "satisfaction_rate": year["satisfied"] / 100,
        "electronic_documents_rate": 97.5, "dossiers_digitised_rate": 60 + year["contract"] * 2.5,
        "online_payment_rate": 40 + year["contract"] * 1.2,
    }  # fmt: skip
    own = "all" if not unit.children else unit.level
    resolved = dossiers["dossiers_resolved", own, "all"]
    values[f"{unit.level}_dossiers_settled"] = resolved
    values[f"{unit.level}_dossiers_settled_on_time"] = dossiers["dossiers_resolved_in_time", own, "all"]
    if unit.level == "district":
        values |= {"divisions_inspected": n["divisions"], "communes_inspected": n["communes"]}
    found: dict[Key, float] = {(code, "all", "all"): value for code, value in values.items()}
    for number, name in enumerate(office.fields, start=2):  # form II.07b: procedures by field
        share = year["procedures"] // number // 3
        columns = {"procedures": share, "one_stop_procedures": share - share // 5, "internal_processes": share // 2}
        for column, count in columns.items():
            for part in ("total", unit.level):
                found[f"ii07b_{column}_{part}", "all", name] = count
                key = (f"ii07b_{column}_{part}", "all", "all")
                found[key] = found.get(key, 0) + count
    return found
