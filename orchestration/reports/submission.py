"""A submission: the files that one unit sent for one period, read together into rows of the landing tables."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from orchestration.reports.blocks import Document
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.formats.files import SIDECAR, Files
from orchestration.reports.formats.received import Received, submission_sha256
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.grids import grids
from orchestration.reports.forms.lists import read_lists
from orchestration.reports.forms.matrix import read_matrix_forms
from orchestration.reports.found import Found, Remark, Statement, Target
from orchestration.reports.issuer.disagreements import disagreeing, of_others
from orchestration.reports.issuer.heading import Heading
from orchestration.reports.issuer.hints import Hints
from orchestration.reports.issuer.periods import period_of_code, period_words
from orchestration.reports.issuer.settling import (
    Settling,
    Unsettled,
    reference_day,
    settled_by_sidecar,
    unit_columns,
)
from orchestration.reports.issuer.sidecar import date_of, read_sidecar
from orchestration.reports.issuer.unit_names import Unit
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.prose.arithmetic import read_calculations
from orchestration.reports.prose.cells import read_cells
from orchestration.reports.prose.citations import read_citations
from orchestration.reports.prose.indices import read_index_scores
from orchestration.reports.prose.plans import read_targets, read_tasks
from orchestration.reports.prose.prose import read_prose, unmarked_text
from orchestration.reports.prose.task_targets import read_task_targets


@dataclass
class Reading:
    """A submission as read: one row of ``report``, rows of ``report_file``, and what was found."""

    report: dict[str, Any]
    files: list[dict[str, Any]]
    found: Found = field(default_factory=Found)

    @property
    def is_accepted(self) -> bool:
        return self.report["status"] == "accepted"

    @property
    def is_movable(self) -> bool:
        """Whether the same files would say the same in another folder: no name had to tell their unit or period."""
        return self.is_accepted and all(remark.remark_kind != "taken_from_name" for remark in self.found.remarks)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Rows by landing table, each with its report_id."""
        report_id = self.report["report_id"]
        tables = {"report": [self.report], "report_file": self.files, **self.found.rows()}
        return {name: [row | {"report_id": report_id} for row in rows] for name, rows in tables.items()}


def read_submission(
    folder: str,
    files: Sequence[Received],
    catalogue: Catalogue,
    register: UnitRegister,
    given: Mapping[str, str] | None = None,
    arrival: str = "",
    unread: Mapping[str, str] | None = None,
    at: Callable[[str], None] = lambda name: None,
) -> Reading:
    """Read the files of a submission, archives among them opened.

    ``given`` takes the place of the sidecar's keys where a caller knows better (``cchc check --unit``);
    ``arrival`` tells apart the readings of files that came, went and came again. ``unread`` names files that must
    not be read, with the reason; ``at`` hears the name of each file before work on it begins. Never raises for what
    an officer sent: what cannot be settled or read comes back as a refusal with its reason.
    """
    sha256 = submission_sha256(files)
    prefix = f"{folder}/" if folder else ""
    report: dict[str, Any] = {
        "report_id": hashlib.sha256(f"{folder}\0{sha256}\0{arrival}".encode()).hexdigest()[:16],
        "submission": folder,
        "submission_sha256": sha256,
        "status": "accepted",
    }
    read = Files(prefix, files, unread or {}, at)
    report |= _main_file(prefix, read.documents, read.rows)
    reading = Reading(report, read.rows)
    try:
        sidecar = read_sidecar(read.sidecar) | dict(given or {})
        report["received_date"] = date_of(sidecar, "received")
        _settle(reading, read.documents, sidecar, catalogue, register, prefix, at)
    except Unsettled as reason:
        report |= {"status": "refused", "refusal_reason": str(reason)}
        reading.found = Found()
    return reading


def _main_file(prefix: str, documents: list[Document], files: list[dict[str, Any]]) -> dict[str, Any]:
    name = f"{prefix}{documents[0].name}" if documents else (files[0]["source_file"] if files else prefix.rstrip("/"))
    entry = next((f for f in files if f["source_file"] == name), None)
    return {"source_file": name, "source_sha256": entry["source_sha256"] if entry else None}


def _settle(
    reading: Reading, documents: list[Document], sidecar: Mapping[str, str],
    catalogue: Catalogue, register: UnitRegister, prefix: str, at: Callable[[str], None],
) -> None:  # fmt: skip
    """Settle kind, period and unit, then find the figures. Raises Unsettled with what would settle it."""
    report = reading.report
    if not documents:
        report |= settled_by_sidecar(sidecar, register)
        reasons = "; ".join(f"{', '.join(names)}: {reason}" for reason, names in _unread(reading.files, prefix))
        raise Unsettled(f"không có tệp nào đọc được ({reasons})" if reasons else "thư mục không có tệp báo cáo nào")
    headings = []
    for document in documents:
        at(document.name)
        headings.append(Heading(document, register))
    headings.sort(key=lambda heading: heading.kind is None)  # a letter that came with a report is not the report
    report |= _main_file(prefix, [heading.document for heading in headings], reading.files)
    kind = sidecar.get("kind") or next((h.kind for h in headings if h.kind), None) or _kind(documents)
    bodies = {document.name: document for document in documents}
    if kind == "index":
        headings = _of_the_issuer(headings, register)
    hints = Hints(report["submission"], headings, register)
    settling = Settling(sidecar, hints, register)
    report["title"] = next((h.title for h in headings if h.title), None)
    report["document_number"] = next((h.document_number for h in headings if h.document_number), None)
    report["issued_date"] = next((h.issued_date for h in headings if h.issued_date), None)
    report["report_kind"] = kind
    report["period_code"] = settling.period()
    _set_cutoff(report, sidecar, headings)
    day = reference_day(report, headings[0])
    unit = settling.unit(day, None if kind == "plan" else period_of_code(report["period_code"]))
    day = min(day, unit.valid_to or day)  # of a unit that ended before its report was signed, the last
    report |= unit_columns(unit, register)
    left_out = {} if sidecar.keys() & {"unit", "unit_code"} else of_others(hints, unit)
    for heading in headings:
        name = heading.document.name
        at(name)
        blocks = [b for b in bodies[name].blocks if not left_out.keys() & {(name, ""), (name, b.sheet)}]
        if blocks:
            own = replace(bodies[name], blocks=blocks)
            if kind == "index":
                found = _read_index(own, report, unit, register)
            else:
                found = _find(heading, own, report, catalogue)
            reading.found.add(found, f"{prefix}{name}")
    if left_out and not reading.found.has_figures:
        hint = next(iter(left_out.values()))
        raise Unsettled(
            f"{hint.where} ghi «{hint.named}», ngoài ra báo cáo của {register.full_name(unit)} không có số liệu nào; "
            f"hãy gửi đúng tệp của đơn vị, hoặc sửa tên đơn vị, hoặc ghi «unit: …» trong {SIDECAR}"
        )
    for remark in [*settling.remarks, *disagreeing(hints, unit, report["period_code"], day, left_out)]:
        remark.source_file = f"{prefix}{remark.source_file}" if remark.source_file else report["source_file"]
        reading.found.remarks.append(remark)
    for reason, names in _unread(reading.files, prefix):
        told = Remark("unread_file", ", ".join(names), reason, names[0], source_file=f"{prefix}{names[0]}")
        reading.found.remarks.append(told)
    items: list[Statement | Target] = [*reading.found.statements, *reading.found.targets]
    for item in items:
        if item.scope == "city":  # "cấp thành phố" says which level only with the unit
            item.scope = "province" if unit.level == "province" else "district"
        # a unit's own level is its whole: "cấp xã" in a commune's report is the commune
        if item.scope == unit.level:
            item.scope = "all" if unit.level == "commune" else item.scope


def _kind(documents: list[Document]) -> str:
    """What documents without a title are: ``index`` where one of them is a table of scores."""
    tabular = [d for d in documents if any(block.cells for block in d.blocks)]
    if tabular:
        from orchestration.reports.index_tables.layout import load_layout
        from orchestration.reports.index_tables.tables import is_index_table

        if any(is_index_table(d.blocks, d.name, load_layout()) for d in tabular):
            return "index"
    return "report"


def _of_the_issuer(headings: list[Heading], register: UnitRegister) -> list[Heading]:
    """Headings of index documents without the tables, whose rows name other units than the issuer."""
    from orchestration.reports.index_tables.layout import load_layout
    from orchestration.reports.index_tables.tables import without_tables

    return [Heading(without_tables(heading.document, load_layout()), register) for heading in headings]


def _read_index(document: Document, report: Mapping[str, Any], unit: Unit, register: UnitRegister) -> Found:
    """Scores of an index submission. What its sentences say of an index is of many units, and is not read."""
    from orchestration.reports.index_tables.scores import read_index_tables  # here, for few files need it

    found = read_index_tables(document, report, unit, register)
    found.remarks += document.remarks
    return found


def _unread(files: list[dict[str, Any]], prefix: str) -> list[tuple[str, list[str]]]:
    """Names of the files that were refused, by reason; of an archive, its files tell more than itself."""
    names: dict[str, list[str]] = {}
    for file in files:
        if file["reason"] and not any(other["source_file"].startswith(f"{file['source_file']}/") for other in files):
            names.setdefault(file["reason"], []).append(file["source_file"].removeprefix(prefix))
    return list(names.items())


def _set_cutoff(report: dict[str, Any], sidecar: Mapping[str, str], headings: list[Heading]) -> None:
    within = (heading.days_within(report["period_code"]) for heading in headings)
    stated = next((days for days in within if days), (None, None))
    report["cutoff_start"] = date_of(sidecar, "period_start") or stated[0]
    report["cutoff_end"] = date_of(sidecar, "period_end") or stated[1]


def _find(heading: Heading, document: Document, report: Mapping[str, Any], catalogue: Catalogue) -> Found:
    """All figures, targets, tasks, scores and remarks of one document, or of what of it is the unit's own."""
    is_plan = report["report_kind"] == "plan"
    tables = [] if is_plan else grids(document.blocks)
    matrices, places = read_matrix_forms(tables, catalogue, report["period_code"])
    left = [block for block in document.blocks if block.place not in places]
    found = read_forms(left, catalogue, report["period_code"], report["province_name"], report["unit_name"])
    others = [table for table in tables if not table.places & places]
    lists = read_lists(others, found, catalogue, report["period_code"])
    for more in (matrices, lists):
        found.statements += more.statements
        found.remarks += more.remarks
    if is_plan:
        found.targets = read_targets(document.paragraphs, report["period_code"])
        found.tasks = read_tasks(document.blocks).tasks
        found.targets += read_task_targets(found.tasks, report["period_code"])
    else:
        found.statements += read_prose(document.paragraphs, catalogue, report["period_code"]).statements
        in_cells = read_cells(others, found, catalogue, report["period_code"])
        found.statements += in_cells.statements
        found.calculations = in_cells.calculations
    found.calculations += read_calculations(document.paragraphs, report["period_code"])
    found.index_scores = read_index_scores(document.paragraphs)
    for score in found.index_scores:
        score.period_code = score.period_code or report["period_code"]
    for statement in found.statements:
        if statement.period_end is None:
            statement.period_start, statement.period_end = report["cutoff_start"], report["cutoff_end"]
    found.remarks += document.remarks + read_citations(document.blocks) + unmarked_text(document.paragraphs)
    if heading.title_period and heading.body_period and heading.opening:
        for kind, place, code in (
            ("title_period", heading.title_place, heading.title_period),
            ("body_period", heading.opening.place, heading.body_period),
        ):
            found.remarks.append(Remark(kind, kind, period_words(code), place, period_code=code))
    return found
