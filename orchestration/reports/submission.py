"""A submission: the files that one unit sent for one period, read together into rows of the landing tables."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml

from orchestration.reports.blocks import Document, UnreadableFile
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.citations import read_citations
from orchestration.reports.forms import read_forms
from orchestration.reports.found import Found, Remark, Statement, Target
from orchestration.reports.heading import Heading
from orchestration.reports.indices import read_index_scores
from orchestration.reports.periods import period_of_code, period_words
from orchestration.reports.plans import read_targets, read_tasks
from orchestration.reports.prose import read_prose
from orchestration.reports.reading import READERS, read_document
from orchestration.reports.units import Unit, UnitRegister, UnitUnsettled

SIDECAR = "submission.yml"
KINDS = ("report", "plan", "index")
_SIDECAR_KEYS = {"unit", "unit_code", "period", "period_start", "period_end", "received", "kind"}


class Unsettled(Exception):
    """What a submission is about cannot be settled; the message is the Vietnamese refusal reason."""


@dataclass
class Reading:
    """A submission as read: one row of ``report``, rows of ``report_file``, and what was found."""

    report: dict[str, Any]
    files: list[dict[str, Any]]
    found: Found = field(default_factory=Found)

    @property
    def is_accepted(self) -> bool:
        return self.report["status"] == "accepted"

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Rows by landing table, each with its report_id."""
        report_id = self.report["report_id"]
        tables = {"report": [self.report], "report_file": self.files, **self.found.rows()}
        return {name: [row | {"report_id": report_id} for row in rows] for name, rows in tables.items()}


def submission_sha256(contents: Mapping[str, bytes]) -> str:
    """Identity of what was received: names and contents of all files, the sidecar's too."""
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}\0{hashlib.sha256(contents[name]).hexdigest()}\n".encode())
    return digest.hexdigest()


def read_submission(
    folder: str,
    contents: Mapping[str, bytes],
    catalogue: Catalogue,
    register: UnitRegister,
    today: date,
    given: Mapping[str, Any] | None = None,
    arrival: str = "",
) -> Reading:
    """Read the files of a submission (name below the folder → bytes).

    ``given`` takes the place of the sidecar's keys where a caller knows better (``cchc check --unit``);
    ``arrival`` tells apart the readings of files that came, went and came again. Never raises for what an officer
    sent: what cannot be settled or read comes back as a refusal with its reason.
    """
    sha256 = submission_sha256(contents)
    prefix = f"{folder}/" if folder else ""
    report: dict[str, Any] = {
        "report_id": hashlib.sha256(f"{folder}\0{sha256}\0{arrival}".encode()).hexdigest()[:16],
        "submission": folder,
        "submission_sha256": sha256,
        "received_date": today,
        "status": "accepted",
    }
    files, documents = _read_files(prefix, contents)
    report |= _main_file(prefix, documents, files)
    reading = Reading(report, files)
    try:
        sidecar = _sidecar(contents) | dict(given or {})
        report["received_date"] = _as_date(sidecar, "received") or today
        _settle(reading, documents, sidecar, catalogue, register, prefix)
    except Unsettled as reason:
        report |= {"status": "refused", "refusal_reason": str(reason)}
        reading.found = Found()
    return reading


def _read_files(prefix: str, contents: Mapping[str, bytes]) -> tuple[list[dict[str, Any]], list[Document]]:
    files, documents = [], []
    for name in sorted(contents):
        if name == SIDECAR:
            continue
        entry = {
            "source_file": f"{prefix}{name}",
            "source_sha256": hashlib.sha256(contents[name]).hexdigest(),
            "file_format": PurePosixPath(name).suffix.lower().lstrip("."),
            "size_bytes": len(contents[name]),
            "status": "read",
            "reason": None,
        }
        try:
            documents.append(read_document(name, contents[name]))
        except UnreadableFile as error:
            entry |= {"status": "refused", "reason": str(error)}
        files.append(entry)
    # narrative before spreadsheets: a report says best itself what it is about
    documents.sort(key=lambda d: (d.file_format in ("xlsx",), d.name))
    return files, documents


def _main_file(prefix: str, documents: list[Document], files: list[dict[str, Any]]) -> dict[str, Any]:
    name = f"{prefix}{documents[0].name}" if documents else (files[0]["source_file"] if files else prefix.rstrip("/"))
    entry = next((f for f in files if f["source_file"] == name), None)
    return {"source_file": name, "source_sha256": entry["source_sha256"] if entry else None}


def _sidecar(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """The keys of submission.yml; empty when there is none."""
    if SIDECAR not in contents:
        return {}
    try:
        data = yaml.safe_load(contents[SIDECAR].decode("utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unsettled(f"không đọc được {SIDECAR}: {str(error).splitlines()[0]}") from None
    if not isinstance(data, dict):
        raise Unsettled(f"{SIDECAR} phải là các dòng «khóa: giá trị»")
    unknown = sorted(str(k) for k in data.keys() - _SIDECAR_KEYS)
    if unknown:
        known = ", ".join(sorted(_SIDECAR_KEYS))
        raise Unsettled(f"{SIDECAR} có khóa lạ: {', '.join(unknown)}; các khóa dùng được: {known}")
    if data.get("kind") not in (None, *KINDS):
        raise Unsettled(f"{SIDECAR}: kind là «{data['kind']}», phải là một trong {', '.join(KINDS)}")
    return data


def _as_date(sidecar: Mapping[str, Any], name: str) -> date | None:
    value = sidecar.get(name)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Unsettled(f"{SIDECAR}: {name} là «{value}», phải là một ngày như 2023-03-14") from None


def _settle(
    reading: Reading, documents: list[Document], sidecar: Mapping[str, Any],
    catalogue: Catalogue, register: UnitRegister, prefix: str,
) -> None:  # fmt: skip
    """Settle kind, period and unit, then find the figures. Raises Unsettled with what would settle it."""
    report = reading.report
    if not documents:
        reasons = "; ".join(f"{f['source_file'].removeprefix(prefix)}: {f['reason']}" for f in reading.files)
        raise Unsettled(f"không có tệp nào đọc được ({reasons})" if reasons else "thư mục không có tệp báo cáo nào")
    headings = [Heading(document, register) for document in documents]
    main = headings[0]
    report["title"] = next((h.title for h in headings if h.title), None)
    report["document_number"] = next((h.document_number for h in headings if h.document_number), None)
    report["issued_date"] = next((h.issued_date for h in headings if h.issued_date), None)
    report["report_kind"] = sidecar.get("kind") or next((h.kind for h in headings if h.kind), "report")
    report["period_code"] = _period(sidecar, headings)
    _set_cutoff(report, sidecar, headings)
    unit = _unit(sidecar, headings, register, _reference_day(report, main))
    report |= {
        "unit_key": unit.unit_key, "unit_code": unit.code, "unit_name": unit.name,
        "unit_level": unit.level, "province_name": register.province_name(unit),
    }  # fmt: skip
    for heading in headings:
        found = _find(heading, report, catalogue)
        reading.found.add(found, f"{prefix}{heading.document.name}")
    items: list[Statement | Target] = [*reading.found.statements, *reading.found.targets]
    for item in items:
        # a unit's own level is its whole: "cấp xã" in a commune's report is the commune
        if item.scope == unit.level:
            item.scope = "all" if unit.level == "commune" else item.scope


def _period(sidecar: Mapping[str, Any], headings: list[Heading]) -> str:
    written = sidecar.get("period")
    if written is not None:
        try:
            return period_of_code(str(written)).code
        except ValueError as error:
            raise Unsettled(f"{SIDECAR}: {error}") from None
    code = next((heading.period for heading in headings if heading.period), None)
    if code is None:
        raise Unsettled(
            "không rõ kỳ báo cáo: tiêu đề và câu mở đầu không ghi quý, tháng hay năm; "
            f"hãy ghi kỳ trong tiêu đề hoặc «period: 2023-Q1» trong {SIDECAR}"
        )
    return code


def _set_cutoff(report: dict[str, Any], sidecar: Mapping[str, Any], headings: list[Heading]) -> None:
    stated = next((heading.cutoff for heading in headings if heading.cutoff), (None, None))
    report["cutoff_start"] = _as_date(sidecar, "period_start") or stated[0]
    report["cutoff_end"] = _as_date(sidecar, "period_end") or stated[1]


def _reference_day(report: Mapping[str, Any], heading: Heading) -> date:
    """The day at which the unit's name is looked up: of issue, else the end of the period (of issue, for plans)."""
    if report["issued_date"]:
        return report["issued_date"]
    period = period_of_code(report["period_code"])
    if report["report_kind"] == "plan":
        return date(heading.issued_year, 1, 1) if heading.issued_year else period.start
    return period.end


def _unit(sidecar: Mapping[str, Any], headings: list[Heading], register: UnitRegister, day: date) -> Unit:
    try:
        if sidecar.get("unit_code") is not None:
            return register.by_code(str(sidecar["unit_code"]), day)
        if sidecar.get("unit") is not None:
            return register.resolve_written(str(sidecar["unit"]), day)
        context = [mention for heading in headings for mention in heading.mentions]
        department = next((h.department for h in headings if h.department), None)
        if department:
            raise Unsettled(f"«{department}» là cơ quan chuyên môn, chưa có trong danh mục đơn vị hành chính")
        issuer = next((heading.issuer for heading in headings if heading.issuer), None)
        if issuer is not None:
            return register.resolve(issuer.type_word, issuer.name, day, context)
    except UnitUnsettled as error:
        raise Unsettled(f"không xác định được đơn vị báo cáo: {error}") from None
    raise Unsettled(
        "không rõ đơn vị báo cáo: văn bản không nêu tên đơn vị ban hành; "
        f"hãy ghi «unit: xã …, huyện …, tỉnh …» trong {SIDECAR}"
    )


def _find(heading: Heading, report: Mapping[str, Any], catalogue: Catalogue) -> Found:
    """All figures, targets, tasks, scores and remarks of one document."""
    document = heading.document
    found = read_forms(document.blocks, catalogue)
    if report["report_kind"] == "plan":
        found.targets = read_targets(document.paragraphs, report["period_code"])
        found.tasks = read_tasks(document.blocks).tasks
    else:
        found.statements += read_prose(document.paragraphs, catalogue, report["period_code"]).statements
    found.index_scores = read_index_scores(document.paragraphs)
    for score in found.index_scores:
        score.period_code = score.period_code or report["period_code"]
    for statement in found.statements:
        if statement.period_end is None:
            statement.period_start, statement.period_end = report["cutoff_start"], report["cutoff_end"]
    found.remarks += document.remarks + read_citations(document.blocks)
    if heading.title_period and heading.body_period and heading.opening:
        for kind, place, code in (
            ("title_period", heading.title_place, heading.title_period),
            ("body_period", heading.opening.place, heading.body_period),
        ):
            found.remarks.append(Remark(kind, kind, period_words(code), place, period_code=code))
    return found


def readable(name: str) -> bool:
    """Whether a file name's ending is one that the readers know."""
    return PurePosixPath(name).suffix.lower().lstrip(".") in READERS
