"""Tables of dossiers and form II.06a through `cchc check`: what adds up raises nothing, each slip is told once."""

import json

import pytest
from builders import docx_file, xlsx
from click.testing import CliRunner

from orchestration.cli import main

OPENING = [
    "UBND HUYỆN THANH MIỆN", "XÃ ĐOÀN KẾT", "Số: 9/BC-UBND", "Đoàn Kết, ngày 14 tháng 6 năm 2023", "BÁO CÁO",
    "Công tác cải cách hành chính quý II năm 2023",
    "UBND xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương báo cáo kết quả quý II năm 2023 như sau:",
    "Trong quý, UBND xã đã tiếp nhận 502 hồ sơ, trong đó trực tuyến 487 hồ sơ, trực tiếp 15 hồ sơ.",
    "Kết quả tiếp nhận và giải quyết hồ sơ theo lĩnh vực như sau:",
]  # fmt: skip
TABLE = [
    ["STT", "Lĩnh vực", "Tiếp nhận", "Trực tuyến", "Trực tiếp", "Đã giải quyết", "Trước hạn", "Đúng hạn", "Quá hạn"],
    ["1", "Hộ tịch", "141", "126", "15", "140", "100", "40", "-"],
    ["2", "Chứng thực", "349", "349", "0", "349", "300", "49", "-"],
    ["3", "Đất đai", "12", "12", "0", "10", "5", "4", "1"],
    ["", "Tổng cộng", "502", "487", "15", "499", "405", "93", "1"],
]
HEADER = [
    ["STT", "Lĩnh vực", "Số hồ sơ nhận giải quyết", "", "", "", "Số hồ sơ đã giải quyết", "", "", "",
     "Số hồ sơ đang giải quyết", "", ""],
    ["", "", "Tổng số", "Trong kỳ", "", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Tổng số",
     "Trong hạn", "Quá hạn"],
    ["", "", "", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "", "", "", "", "", "", "", ""],
]  # fmt: skip
FORM = [
    ["1", "Hộ tịch", 141, 126, 15, 0, 140, 100, 40, 0, 1, 1, 0],
    ["2", "Chứng thực", 349, 349, 0, 0, 349, 300, 49, 0, 0, 0, 0],
    ["3", "Đất đai", 12, 12, 0, 0, 10, 5, 4, 1, 2, 1, 1],
    ["", "Tổng cộng", 502, 487, 15, 0, 499, 405, 93, 1, 3, 2, 1],
]


def changed(rows: list[list], row: int, **cells: object) -> list[list]:
    """The rows with cells of one row put in by column: c3 is the third."""
    copy = [list(cells_before) for cells_before in rows]
    for name, value in cells.items():
        copy[row][int(name[1:]) - 1] = value
    return copy


CASES = {  # the narrative's table, the form's rows, and the rules that are told
    "consistent": (TABLE, FORM, []),
    "other_field": (changed(TABLE, 3, c2="Viễn thông"), FORM, ["unmapped_row"]),
    "total_of_a_column": (changed(TABLE, 4, c8="90"), FORM, ["dossiers_resolved_parts"]),
    "field_of_a_channel": (
        changed(TABLE, 1, c4="136", c5="5"), FORM,
        ["channel_fields_add_up__dossiers_received_direct", "channel_fields_within_total__dossiers_received_online",
         "ii06a_received_online_in_report"],
    ),
    "total_of_the_form": (TABLE, changed(FORM, 3, c7=489), ["ii06a_resolved", "ii06a_resolved_in_report"]),
    "field_of_the_form": (
        TABLE, changed(FORM, 0, c8=90, c9=50),
        ["ii06a_fields__ii06a_resolved_early", "ii06a_fields__ii06a_resolved_on_time"],
    ),
    "another_total": (
        TABLE, [["1", "Hộ tịch", 141, 126, 15, 0, 140, 100, 40, 0, 1, 1, 0],
                ["", "Tổng cộng", 141, 126, 15, 0, 140, 100, 40, 0, 1, 1, 0]],
        ["ii06a_received_in_report"],
    ),
    "unit_rows": (
        [["STT", "Đơn vị", *TABLE[0][2:]], *([row[0], f"Thôn {row[1]}", *row[2:]] for row in TABLE[1:-1]),
         TABLE[-1]], FORM, ["rows_by_unit"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Rules told by case."""
    folder = tmp_path_factory.mktemp("tables")
    files = []
    for case, (table, form, _) in CASES.items():
        (folder / case).mkdir()
        files += [folder / case / "bao-cao.docx", folder / case / "bieu.xlsx"]
        files[-2].write_bytes(docx_file(*OPENING, table))
        files[-1].write_bytes(xlsx({"II.06a": [["Biểu số II.06a/VPCP/KSTT"], *HEADER, *form]}))
    result = CliRunner().invoke(main, ["check", *map(str, files), "--format", "json"])
    read = json.loads(result.stdout)["files"]
    assert {file["status"] for file in read} == {"accepted"}
    return {
        case: sorted(
            code
            for file in read
            if f"/{case}/" in file["file"]
            for f in file["findings"]
            for code in (f["rule_code"], *f["also_breaks"])  # what one fault broke is one finding
        )
        for case in CASES
    }


@pytest.mark.parametrize("case", CASES)
def test_each_slip_is_told_by_the_rules_that_it_breaks(told: dict[str, list[str]], case: str) -> None:
    assert told[case] == sorted(CASES[case][2])
