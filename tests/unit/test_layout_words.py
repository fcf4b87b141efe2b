"""Forms as data: a new form, a local variant, and what layouts.yml must hold."""

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml
from builders import CATALOGUE, HEADER, SEEDS, docx_file, figures, form_row

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.formats.reading import read_document
from orchestration.reports.forms import layout_words as module
from orchestration.reports.forms.forms import read_forms
from orchestration.reports.forms.layout_words import LAYOUTS_YML, LayoutsError, LayoutWords, layout_words
from orchestration.reports.found import Found
from orchestration.reports.text import bare


def found_in(content: bytes, catalogue: Catalogue = CATALOGUE, **context: str) -> Found:
    return read_forms(read_document("a.docx", content).blocks, catalogue, **context)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The catalogue with a form PL01 of two parts with the same rows."""
    labels = ["Tổng số cán bộ", "Cấp huyện", "Cấp xã", "Tổng số viên chức", "Cấp huyện", "Cấp xã"]
    rows = list(csv.reader((SEEDS / "indicators.csv").open(encoding="utf-8")))
    for n, (number, label) in enumerate(zip(["1", "1.1", "1.2", "2", "2.1", "2.2"], labels, strict=True)):
        row = [
            f"new_{n}",
            "PL01",
            number,
            label,
            "",
            "Người",
            "count",
            "sum",
            "false",
            "",
            "",
            "neutral",
            "",
            "commune",
        ]
        rows.append(row)
    path = tmp_path / "indicators.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return Catalogue(path, SEEDS / "fields.csv")


@pytest.fixture
def layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Changes the project's layouts.yml for a test."""

    def change(**entries: object) -> None:
        path = tmp_path / "layouts.yml"
        whole = yaml.safe_load(LAYOUTS_YML.read_text(encoding="utf-8")) | entries
        path.write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
        monkeypatch.setattr(module, "LAYOUTS_YML", path)
        layout_words.cache_clear()

    yield change
    layout_words.cache_clear()


@pytest.mark.parametrize("title", ["Phụ lục 01", "PHỤ LỤC I", "PL1: Cán bộ"])
def test_a_form_of_the_catalogue_needs_no_code(catalogue, title):
    table = [
        HEADER,
        ["1", "Tổng số cán bộ", "", "9", ""],
        ["", "Trong đó: Cấp huyện", "", "3", ""],
        ["-", "Cấp xã", "", "6", ""],
        ["2", "Tổng số viên chức", "", "5", ""],
        ["a)", "Cấp xã", "", "4", ""],
    ]
    found = found_in(docx_file(title, table), catalogue)
    assert figures(found) == {"PL01 1": 9, "PL01 1.1": 3, "PL01 1.2": 6, "PL01 2": 5, "PL01 2.2": 4}
    assert found.remarks == []


def test_rows_that_look_alike_without_anything_above_are_doubtful(catalogue):
    found = found_in(
        docx_file("Phụ lục 01", [HEADER, ["", "Cấp xã", "", "6", ""], ["", "Cấp xã", "", "4", ""]]), catalogue
    )
    assert found.statements == []
    assert [(r.remark_kind, r.subject) for r in found.remarks] == [
        ("doubtful_row", "PL01 Cấp xã"),
        ("doubtful_row", "PL01 Cấp xã (lần 2)"),
    ]
    assert found.remarks[0].expected_text == "dòng 1.2 «Cấp xã» hoặc dòng 2.2 «Cấp xã»"


def test_a_heading_without_a_number(layouts):
    layouts(titles={"BM4": ["tổ chức bộ máy và biên chế"]})
    table = [HEADER, ["2.1", "Tổng số biên chế", "Người", "20", ""]]
    assert figures(found_in(docx_file("TỔ CHỨC BỘ MÁY VÀ BIÊN CHẾ", table))) == {"BM4 2.1": 20}


VARIANT = {
    "form": "BM7",
    "where": "tỉnh Quảng Trị",
    "valid_to": date(2024, 12, 31),
    "rows": {"6.9": "6.7.1"},
    "labels": {"6.7.2": ["Hồ sơ nộp qua mạng"]},
}


@pytest.mark.parametrize(
    ("province", "period", "told"),
    [
        ("Tỉnh Quảng Trị", "2023-Q1", {"BM7 6.7.1": 523, "BM7 6.7.2": 495}),
        ("Tỉnh Quảng Trị", "2025-Q1", {"BM7 6.7.1": 523}),
        ("Tỉnh Hải Dương", "2023-Q1", {"BM7 6.7.1": 523}),
    ],
)
def test_a_local_variant_holds_in_its_province_and_time(layouts, province, period, told):
    layouts(variants=[VARIANT])
    rows = [form_row("BM7", "6.7.1", "523", "6.9"), ["6.7.2", "Hồ sơ nộp qua mạng", "Hồ sơ", "495", ""]]
    found = found_in(docx_file("Biểu mẫu 7", [HEADER, *rows]), period_code=period, province=province)
    assert figures(found) == told
    kinds = [r.remark_kind for r in found.remarks]
    assert kinds == ([] if len(told) == 2 else ["label_mismatch", "unmapped_row"])


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"tables": {}}, "unknown tables"),
        ({"columns": {"number": ["stt"]}}, "columns must be"),
        ({"variants": [{"where": "tỉnh X"}]}, "variant 1: form is missing"),
        ({"variants": [{"form": "BM1", "row": {}}]}, "variant 1: unknown row"),
        ({"variants": [{"form": "BM1", "valid_to": "2024"}]}, "valid_to must be a date"),
        ({"variants": [{"form": "BM1", "rows": {"1": "99"}}]}, "variant of BM1: this form has no row 99"),
        ({"variants": [{"form": "BM99"}]}, "variant of BM99: this form is no list"),
    ],
)
def test_what_layouts_may_not_hold(layouts, entries, message):
    layouts(**entries)
    with pytest.raises(LayoutsError, match=message):
        found_in(docx_file("Báo cáo"))


def test_rows_of_the_forms_differ_by_contrasting_words_only_where_they_are_different_rows():
    words = LayoutWords()
    late, in_time = words.facets(bare("Số nhiệm vụ quá hạn")), words.facets(bare("Số nhiệm vụ đúng hạn"))
    assert any(a and b and not a & b for a, b in zip(late, in_time, strict=True))
    both = words.facets(bare("Tổng số hồ sơ (cả trực tiếp và trực tuyến)"))
    assert not any(a and b and not a & b for a, b in zip(both, words.facets(bare("hồ sơ trực tuyến")), strict=True))
