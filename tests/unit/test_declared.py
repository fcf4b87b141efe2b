"""What stewards declare: entries that become rows, and entries that are refused with which words."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from orchestration.quality.declared import DECLARED_TABLES, DeclarationError, read_declared, write_declared
from orchestration.settings import Settings

KNOWN = {
    "rule_code": "dossiers_online_parts", "unit": "huyện Hương Khê, tỉnh Hà Tĩnh", "period": "2023",
    "who": "Nguyễn Văn A", "why": "huyện đã xác nhận", "until": "2026-12-31",
}  # fmt: skip
CORRECTED = {
    "unit_code": '"11263"', "period": "2023-Q1", "indicator_code": "dossiers_received_direct", "expected": "28",
    "value": "19", "who": "Trần Thị B", "why": "đã hỏi xã", "on": "2023-04-03",
}  # fmt: skip


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write entries of both files and read them: a list of rows a table."""

    def _declare(acknowledged: object = (), corrections: object = ()) -> dict[str, list[dict[str, Any]]]:
        for name, entries in (("acknowledged", acknowledged), ("corrections", corrections)):
            path = tmp_path / f"{name}.yml"
            path.write_text(entries if isinstance(entries, str) else as_yaml(entries), encoding="utf-8")
            monkeypatch.setattr(Settings, f"{name}_yml", path)
        return read_declared(Settings())

    return _declare


def as_yaml(entries: Any) -> str:
    return "".join("- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()) + "\n" for entry in entries)


def without(entry: dict[str, str], *keys: str, **changes: str) -> dict[str, str]:
    return {key: value for key, value in (entry | changes).items() if key not in keys}


def test_an_acknowledgement_names_a_finding_by_rule_unit_and_period(declare: Any) -> None:
    by_rule, by_id = declare([KNOWN, without(KNOWN, "rule_code", "unit", "period", finding_id="0cc1")])[
        "acknowledgement"
    ]
    assert by_rule == {
        "entry": 1, "rule_code": "dossiers_online_parts", "unit_code": "444", "period_code": "2023", "scope": None,
        "field_code": None, "subject": None, "who": "Nguyễn Văn A", "why": "huyện đã xác nhận",
        "until": date(2026, 12, 31),
    }  # fmt: skip
    assert (by_id["entry"], by_id["finding_id"]) == (2, "0cc1")


def test_a_correction_names_a_figure_and_keeps_what_it_expects(declare: Any) -> None:
    [row] = declare(corrections=[CORRECTED])["correction"]
    assert row == {
        "entry": 1, "unit_code": "11263", "period_code": "2023-Q1", "indicator_code": "dossiers_received_direct",
        "scope": "all", "field_code": "all", "expected": 28.0, "value": 19.0, "half_unit": None, "who": "Trần Thị B",
        "why": "đã hỏi xã", "declared_on": date(2023, 4, 3),
    }  # fmt: skip


@pytest.mark.parametrize(("value", "half_unit"), [("41.67", 0.005), ("95.0", 0.05), ("95", 0.5)])
def test_a_corrected_percentage_rounds_as_its_own_digits_do(declare: Any, value: str, half_unit: float) -> None:
    changed = without(CORRECTED, indicator_code="plan_completion_rate", expected="50", value=value)
    [row] = declare(corrections=[changed])["correction"]
    assert (row["value"], row["half_unit"]) == (float(value), pytest.approx(half_unit))


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "[]\n"])
def test_a_file_without_entries_declares_nothing(declare: Any, content: str) -> None:
    assert declare(content, content) == {"acknowledgement": [], "correction": []}


def test_the_files_of_the_project_can_be_read() -> None:
    assert read_declared(Settings()).keys() == {"acknowledgement", "correction"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (without(KNOWN, "until"), "acknowledged.yml, entry 2: until: found None, expected some text"),
        (without(KNOWN, "who"), "who: found None"),
        (without(KNOWN, why='""'), "why: found ''"),
        (without(KNOWN, until="31/12/2026"), "until: found '31/12/2026', expected a date (2026-12-31)"),
        (without(KNOWN, period="quý I"), "period: found 'quý I', expected a period code (2023-Q1)"),
        (without(KNOWN, "unit"), "unit: found ['period', 'rule_code', 'until', 'who', 'why'], expected either unit"),
        (without(KNOWN, unit_code='"444"'), "expected either unit (a full name) or unit_code"),
        (without(KNOWN, unit="xã Đoàn Kết"), "có thể là"),
        (without(KNOWN, "unit", unit_code="99999999"), "unit_code: found '99999999', expected a code"),
        (without(KNOWN, scope="huyện"), "scope: found 'huyện', expected one of all, commune, district, province"),
        (without(KNOWN, field="hộ tịch"), "field: found 'hộ tịch', expected one of"),
        (without(KNOWN, rule="x"), "unknown rule; allowed: rule_code"),
        (without(KNOWN, finding_id="0cc1"), "unknown period, rule_code, unit; allowed: finding_id"),
    ],
)
def test_a_mistake_in_an_acknowledgement_names_file_and_entry(declare: Any, entry: dict[str, str], said: str) -> None:
    with pytest.raises(DeclarationError) as error:
        declare([KNOWN, entry])
    assert said in str(error.value)
    assert str(error.value).startswith("acknowledged.yml, entry 2: ")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (without(CORRECTED, "expected"), "expected: found None, expected some text"),
        (without(CORRECTED, value="mười chín"), "value: found 'mười chín', expected a whole number (27185)"),
        (without(CORRECTED, value="27.185"), "value: found '27.185', expected a whole number (27185)"),
        (without(CORRECTED, value="nan"), "value: found 'nan'"),
        (without(CORRECTED, indicator_code="plan_completion_rate", value="41,67"), "expected a number (41.67)"),
        (without(CORRECTED, indicator_code="direct"), "indicator_code: found 'direct', expected an indicator"),
        (without(CORRECTED, "on"), "on: found None"),
        (without(CORRECTED, until="2026-12-31"), "unknown until"),
        (CORRECTED, "corrects the same figure as entry 1"),
    ],
)
def test_a_mistake_in_a_correction_names_file_and_entry(declare: Any, entry: dict[str, str], said: str) -> None:
    with pytest.raises(DeclarationError) as error:
        declare(corrections=[CORRECTED, entry])
    assert said in str(error.value)
    assert str(error.value).startswith("corrections.yml, entry 2: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [("who: An\n", "found dict, expected a list"), ("- An\n", "entry 1: found str, expected a mapping"),
     ("- {", "not valid YAML"), ("- who: An\n  who: Bình\n", "found the key 'who' twice")],
)  # fmt: skip
def test_what_is_no_list_of_entries_is_refused(declare: Any, content: str, said: str) -> None:
    with pytest.raises(DeclarationError, match="acknowledged") as error:
        declare(content)
    assert said in str(error.value)


def test_the_day_of_an_evaluation_is_that_of_vietnam(tmp_path: Path) -> None:
    tables = write_declared(tmp_path, {}, datetime(2026, 12, 31, 18))
    assert tables["evaluation"].to_pylist() == [{"evaluated_at": datetime(2026, 12, 31, 18), "today": date(2027, 1, 1)}]
    assert all((tmp_path / name / "declared.parquet").exists() for name in DECLARED_TABLES)
