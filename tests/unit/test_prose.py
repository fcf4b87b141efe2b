"""Figures in sentences: what must be read from each wording, and what must stay unmapped."""

import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.formats.reading import read_document
from orchestration.reports.prose.prose import read_prose

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "dbt_project" / "seeds"
CATALOGUE = Catalogue(SEEDS / "indicators.csv", SEEDS / "fields.csv")
CASES = yaml.safe_load(Path(__file__).with_name("prose_cases.yml").read_text(encoding="utf-8"))
LEVELS = {"-": 1, "+": 2}


def read(lines: list[str], period_code: str | None = None) -> list[str]:
    """The figures of a report of these lines, written as in prose_cases.yml."""
    blocks = [Block(line, f"r.txt!L{n}", level=LEVELS.get(line[:1], 0)) for n, line in enumerate(lines, start=1)]
    return [written(s) for s in read_prose(blocks, CATALOGUE, period_code).statements]


def written(s) -> str:
    parts = [s.indicator_code]
    parts += [] if s.scope == "all" else [s.scope]
    parts += [] if s.field_code == "all" else [f"/{s.field_code}"]
    mark = {"reported": "", "approximate": "~", "none_occurred": "!"}[s.value_state]
    return " ".join([*parts, f"{s.value:.15g}{mark}"])


@pytest.mark.parametrize("case", CASES, ids=[case.get("text", "\n".join(case.get("lines", [])))[:60] for case in CASES])
def test_sentence_reads_as(case):
    lines = case.get("lines") or [case["text"]]
    assert read(lines, case.get("period")) == case["read"]


# Figures of the sample reports, read by hand.
DOAN_KET = """
dossiers_received 523, dossiers_received_online 495, dossiers_received_direct 28, dossiers_received /ho_tich 141,
dossiers_received_online /ho_tich 126, dossiers_received /chung_thuc 349, dossiers_received_online /chung_thuc 349,
dossiers_received /bao_tro_xa_hoi 19, dossiers_received_online /bao_tro_xa_hoi 19,
dossiers_received /nguoi_co_cong 13, dossiers_received_online /nguoi_co_cong 9, dossiers_received /dat_dai 1,
dossiers_received_online /dat_dai 1
"""
HUONG_KHE = """
dossiers_received 27185, dossiers_received district 4474, dossiers_received_direct district 1038,
dossiers_received_partial_online district 2461, dossiers_received_full_online district 975,
dossiers_received commune 22711, dossiers_received_direct commune 1088,
dossiers_received_partial_online commune 15394, dossiers_received_full_online commune 6229, plan_tasks_total 49,
plan_tasks_completed 47, plan_completion_rate 95.9
"""


@pytest.mark.parametrize(
    ("file", "period_code", "figures"),
    [
        ("hai-duong/xa-doan-ket/2023-Q1/bao-cao.docx", "2023-Q1", DOAN_KET),
        ("ha-tinh/huyen-huong-khe/2023/bao-cao-nam.docx", "2023", HUONG_KHE),
    ],
)
def test_sample_reports_read_as_by_hand(file, period_code, figures):
    path = ROOT / "raw" / file
    document = read_document(path.name, path.read_bytes())
    read_figures = {written(s) for s in read_prose(document.paragraphs, CATALOGUE, period_code).statements}
    assert {figure.strip() for figure in figures.split(",")} <= read_figures


def test_a_figure_knows_where_it_stands_and_what_days_it_covers():
    text = "Từ ngày 15/12/2022 đến ngày 14/3/2023, tiếp nhận 1.018 hồ sơ, trong đó trực tuyến gần 1.000 hồ sơ."
    received, online = read_prose([Block(text, "r.txt!L7")], CATALOGUE).statements
    assert received.source_locator == "r.txt!L7:50-54"
    assert text[49:54] == received.value_text == "1.018"
    days = (date(2022, 12, 15), date(2023, 3, 14))
    assert (received.period_start, received.period_end) == (online.period_start, online.period_end) == days
    assert (online.value_state, online.half_unit) == ("approximate", 0.0)


def test_a_rate_declares_its_rounding():
    (rate,) = read_prose([Block("Tỷ lệ hồ sơ giải quyết đúng hạn đạt 99,8%.", "r.txt!L1")], CATALOGUE).statements
    assert rate.half_unit == pytest.approx(0.05)


def test_a_report_of_twenty_pages_is_read_in_a_second():
    path = ROOT / "raw" / "ha-tinh/huyen-huong-khe/2023/bao-cao-nam.docx"
    paragraphs = read_document(path.name, path.read_bytes()).paragraphs
    pages = sum(len(block.text) for block in paragraphs) / 2500
    began = time.process_time()
    read_prose(paragraphs * round(20 / pages + 1), CATALOGUE)
    assert time.process_time() - began < 1


# --- any split of dossiers, however worded, is read back

PARTS = st.integers(min_value=0, max_value=40_000)
TEMPLATES = [
    ["Trong kỳ tiếp nhận {total} hồ sơ, trong đó trực tuyến {a} hồ sơ, trực tiếp {b} hồ sơ, qua bưu chính {c} hồ sơ."],
    ["Đã tiếp nhận {total} hồ sơ (trực tuyến: {a}; trực tiếp: {b}; bưu chính công ích: {c})."],
    ["Tổng số hồ sơ tiếp nhận: {total} hồ sơ. Trong đó: số hồ sơ nộp trực tuyến là {a} hồ sơ; số hồ sơ nộp trực tiếp"
     " là {b} hồ sơ; số hồ sơ qua dịch vụ bưu chính công ích là {c} hồ sơ."],
    ["- Tổng số hồ sơ tiếp nhận là {total} hồ sơ, gồm:", "+ {a} hồ sơ trực tuyến;", "+ Trực tiếp: {b} hồ sơ;",
     "+ Qua dịch vụ BCCI: {c} hồ sơ."],
    ["- Kết quả tiếp nhận hồ sơ như sau:", "+ Tiếp nhận {total} hồ sơ.", "+ Tiếp nhận online {a} hồ sơ.",
     "+ Tiếp nhận trực tiếp {b} hồ sơ.", "+ Tiếp nhận qua bưu điện {c} hồ sơ."],
]  # fmt: skip
OUTCOMES = [
    ["Đã giải quyết {total} hồ sơ, trong đó: trước hạn {a}, đúng hạn {b}, quá hạn {c}."],
    ["Số hồ sơ đã giải quyết: {total} hồ sơ (trước hạn: {a} hồ sơ; đúng hạn: {b} hồ sơ; quá hạn: {c} hồ sơ)."],
    ["- Giải quyết xong {total} hồ sơ, cụ thể:", "+ Giải quyết trước thời hạn: {a} hồ sơ;", "+ Đúng hạn: {b} hồ sơ;",
     "+ Trễ hạn: {c} hồ sơ."],
]  # fmt: skip


def grouped(count: int, point: bool) -> str:
    return f"{count:,}".replace(",", ".") if point else str(count)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.sampled_from(TEMPLATES), PARTS, PARTS, PARTS, st.booleans())
def test_any_split_by_channel_is_read_back(template, a, b, c, point):
    numbers = {k: grouped(v, point) for k, v in {"total": a + b + c, "a": a, "b": b, "c": c}.items()}
    assert read([line.format(**numbers) for line in template]) == [
        f"dossiers_received {a + b + c}", f"dossiers_received_online {a}",
        f"dossiers_received_direct {b}", f"dossiers_received_postal {c}",
    ]  # fmt: skip


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.sampled_from(OUTCOMES), PARTS, PARTS, PARTS, st.booleans())
def test_any_split_by_deadline_is_read_back(template, a, b, c, point):
    numbers = {k: grouped(v, point) for k, v in {"total": a + b + c, "a": a, "b": b, "c": c}.items()}
    assert read([line.format(**numbers) for line in template]) == [
        f"dossiers_resolved {a + b + c}", f"dossiers_resolved_early {a}",
        f"dossiers_resolved_on_time {b}", f"dossiers_resolved_late {c}",
    ]  # fmt: skip


@settings(derandomize=True, max_examples=40, deadline=None)
@given(PARTS, PARTS, PARTS, PARTS)
def test_what_came_from_before_is_never_counted_as_received(carried, new, resolved, left):
    lines = [f"Tổng số hồ sơ tiếp nhận trong kỳ: {carried + new} (trong đó: kỳ trước chuyển sang {carried}; mới tiếp"
             f" nhận {new}); đã giải quyết {resolved} hồ sơ; đang giải quyết {left} hồ sơ."]  # fmt: skip
    assert read(lines) == [
        f"dossiers_carried_over {carried}", f"dossiers_received {new}",
        f"dossiers_resolved {resolved}", f"dossiers_in_progress {left}",
    ]  # fmt: skip
