"""Submissions built in memory and read: which unit and period they were settled as, and what was told of that."""

from collections.abc import Mapping
from datetime import date

from builders import CATALOGUE, HEADER, SEEDS, form_rows, txt, xlsx

from orchestration.reports.formats.received import Received
from orchestration.reports.issuer.units import UnitRegister
from orchestration.reports.submission import Reading, read_submission

REGISTER = UnitRegister(SEEDS / "units.csv")
DOAN_KET = "Xã Đoàn Kết, Huyện Thanh Miện, Tỉnh Hải Dương"
QUARTER = ("BÁO CÁO", "Công tác cải cách hành chính quý I năm 2023")
LETTERHEAD = ("UBND HUYỆN THANH MIỆN", "XÃ ĐOÀN KẾT")
OWN = txt(*LETTERHEAD, *QUARTER)
UNNAMED = ("UBND xã báo cáo kết quả như sau:", "Trong kỳ, xã đã ban hành 5 văn bản.")


def read(folder: str, files: Mapping[str, bytes], **given: str) -> Reading:
    """Read files by name, with keys of a sidecar."""
    received = [Received.from_bytes(name, content) for name, content in files.items()]
    return read_submission(folder, received, CATALOGUE, REGISTER, given)


def settled(reading: Reading) -> tuple[str, str]:
    """Full name of the unit, and period code."""
    report = reading.report
    assert reading.is_accepted, report["refusal_reason"]
    day = date.fromisoformat(f"{report['unit_key'][-8:-4]}-{report['unit_key'][-4:-2]}-{report['unit_key'][-2:]}")
    return REGISTER.full_name(REGISTER.by_code(report["unit_code"], day)), report["period_code"]


def refusal(reading: Reading) -> str:
    assert not reading.is_accepted, settled(reading)
    return reading.report["refusal_reason"]


def told(reading: Reading, kind: str = "contradicting_hint") -> list[tuple[str, str, str | None]]:
    """(subject, what was written, what was settled) of each remark of a kind."""
    assert reading.is_accepted, reading.report["refusal_reason"]
    return [(r.subject, r.reported_text, r.expected_text) for r in reading.found.remarks if r.remark_kind == kind]


def workbook(*head: list[str], name: str = "BM4") -> bytes:
    """One form of two rows below the rows of a head."""
    return xlsx({name: [*head, ["Biểu mẫu 4"], HEADER, *form_rows("BM4", r2_1=20, r2_2=18)]})
