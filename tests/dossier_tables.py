"""What tests of tables of dossiers share: a table's figures and remarks, and headers that many of them have."""

from builders import CATALOGUE, docx_file

from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms.grids import grids
from orchestration.reports.forms.matrix import read_matrix_forms
from orchestration.reports.found import Found

TITLE = "Kết quả tiếp nhận và giải quyết hồ sơ theo lĩnh vực như sau:"
II06 = [
    ["STT", "Lĩnh vực, công việc giải quyết theo cấp", "Số hồ sơ nhận giải quyết", "", "", "",
     "Số lượng hồ sơ đã giải quyết", "", "", "", "Số lượng hồ sơ đang giải quyết", "", ""],
    ["", "", "Tổng số", "Trong kỳ", "", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Tổng số",
     "Trong hạn", "Quá hạn"],
    ["", "", "", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "", "", "", "", "", "", "", ""],
    ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)",
     "(11)=(12)+(13)", "(12)", "(13)"],
]  # fmt: skip
SIMPLE = ["STT", "Lĩnh vực", "Hồ sơ tiếp nhận", "Đã giải quyết"]


def found_in(name: str, content: bytes, period_code: str | None = "2023-Q1") -> Found:
    return read_matrix_forms(grids(read_document(name, content).blocks), CATALOGUE, period_code)[0]


def word(*parts: object, period_code: str | None = "2023-Q1") -> Found:
    return found_in("a.docx", docx_file(*parts), period_code)


def figures(found: Found, field_code: str = "all", scope: str = "all") -> dict[str, float | None]:
    """Values of a field and a scope by indicator, without the words that all of them begin with."""
    return {
        s.indicator_code.removeprefix("dossiers_").removeprefix("ii06a_"): s.value
        for s in found.statements
        if (s.field_code, s.scope) == (field_code, scope)
    }


def told(found: Found) -> list[tuple[str, str, str]]:
    return [(r.remark_kind, r.subject.rpartition(": ")[2], r.reported_text) for r in found.remarks]
