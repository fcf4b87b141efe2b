"""Arithmetic that sentences state: what must be found in each wording, what must not, and whether it holds."""

import math
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import Block, bullet_level
from orchestration.reports.formats.reading import read_document
from orchestration.reports.found import Calculation
from orchestration.reports.prose.arithmetic import read_calculations

CASES = yaml.safe_load(Path(__file__).with_name("arithmetic_cases.yml").read_text(encoding="utf-8"))


def read(lines: list[str], period_code: str | None = None) -> list[Calculation]:
    blocks = [Block(line, f"r.txt!L{n}", level=bullet_level(line)) for n, line in enumerate(lines, 1)]
    return read_calculations(blocks, period_code)


def holds(found: Calculation) -> bool:
    """Whether a calculation holds within its rounding, by trying the ends of each interval (dbt does it in SQL)."""
    ends = [(v - h, v + h) for v, h in zip(found.operands, found.operand_half_units, strict=True)]
    match found.calculation_kind:
        case "sum":
            low, high = sum(low for low, _ in ends), sum(high for _, high in ends)
        case "part":
            low, high = -math.inf, ends[0][1]
        case "change":
            low, high = ends[0][0] - ends[1][1], ends[0][1] - ends[1][0]
        case kind:
            less = 1 if kind == "growth" else 0
            low, high = 100 * (ends[0][0] / ends[1][1] - less), 100 * (ends[0][1] / ends[1][0] - less)
    noise = 1e-9 * max(1, abs(found.stated_value))
    return (
        low - noise <= found.stated_value + found.stated_half_unit
        and found.stated_value - found.stated_half_unit <= high + noise
    )


def written(found: Calculation) -> str:
    numbers = " ".join(found.operand_texts)
    is_known = not found.calculation_kind.endswith("_year_before")  # the rest can only last year's report tell
    return f"{found.calculation_kind} {found.stated_text} = {numbers}{' !' if is_known and not holds(found) else ''}"


@pytest.mark.parametrize("case", CASES, ids=[case.get("text", "\n".join(case.get("lines", [])))[:60] for case in CASES])
def test_sentence_states(case):
    assert [written(found) for found in read(case.get("lines") or [case["text"]], case.get("period"))] == case.get(
        "find", []
    )


# --- sentences made up: consistent ones hold, inconsistent ones do not, whatever the wording


def grouped(number: int, style: str) -> str:
    """27185 as "27.185", "27185" or, below ten, "07"."""
    return f"{number:,}".replace(",", ".") if style == "dots" else f"{number:02d}" if style == "padded" else str(number)


def decimal(number: float, decimals: int) -> str:
    """A number rounded to its digits, as officers write it: 1.204,5."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


RATE_WORDINGS = (
    "Đến nay đã hoàn thành {n}/{d} nhiệm vụ, đạt {p}%.",
    "- Hoàn thành {n}/{d} nhiệm vụ (đạt {p}%) theo Kế hoạch số 12/KH-UBND ngày 05/01/2023.",
    "Tỷ lệ hoàn thành đạt {p}% ({n}/{d} nhiệm vụ).",
    "Có {n}/{d} cán bộ, công chức đạt chuẩn, chiếm tỷ lệ {p}%; còn lại đang đào tạo.",
    "Số hóa {n} hồ sơ trên tổng số {d} hồ sơ, tương đương {p}%.",
    "Giải ngân {n}/{d} triệu đồng, đạt {p}%.",
)
SHARE_WORDINGS = (
    "Tiếp nhận trực tuyến {n} hồ sơ, chiếm {p}% tổng số {d} hồ sơ.",
    "Trong tổng số {d} hồ sơ tiếp nhận, có {n} hồ sơ trực tuyến, chiếm {p}%.",
    "Đã tiếp nhận {d} hồ sơ, trong đó trực tuyến {n} hồ sơ ({p}%).",
    "UBND xã tiếp nhận {d} hồ sơ (trong đó có {n} hồ sơ trực tuyến, chiếm tỷ lệ {p}%).",
)
TWO_PARTS = (
    "Tiếp nhận {t} hồ sơ, trong đó trực tuyến {a} hồ sơ, trực tiếp {b} hồ sơ; đã giải quyết 12 hồ sơ.",
    "Tiếp nhận {t} hồ sơ (gồm: {a} hồ sơ trực tuyến; {b} hồ sơ trực tiếp).",
    "Nâng lương cho {t} công chức: thường xuyên {a}, trước thời hạn {b}.",
    "Đang giải quyết {t} hồ sơ, trong đó: trong hạn {a}, quá hạn {b}.",
    "Đảng bộ có {t} đồng chí, trong đó nam {a} đồng chí, nữ {b} đồng chí.",
    "Toàn huyện thu {t} đồng, trong đó cấp huyện: {a} đồng, cấp xã: {b} đồng.",
    "- Tổng số tiếp nhận {t} hồ sơ, gồm:\n+ Kỳ trước chuyển sang: {a} hồ sơ;\n+ Tiếp nhận trong kỳ: {b} hồ sơ.",
)
CHANGE_WORDINGS = (
    "Tiếp nhận {now} hồ sơ, {moved} {by} hồ sơ ({p}%) so với cùng kỳ năm 2022 ({then} hồ sơ).",
    "Chi {now} triệu đồng, {moved} {by} triệu đồng, tương đương {p}% so với cùng kỳ ({then} triệu đồng).",
    "Tiếp nhận {now} hồ sơ, {moved} {p}% ({by} hồ sơ) so với cùng kỳ ({then} hồ sơ).",
)
COUNTS = st.integers(2, 999_999)
NO_YEARS = COUNTS.filter(lambda count: not 1900 <= count < 2100)  # "so với 2022" names a year
STYLES = st.sampled_from(["dots", "plain", "padded"])


def verdicts(text: str, kind: str) -> list[bool]:
    return [holds(found) for found in read(text.split("\n")) if found.calculation_kind == kind]


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.sampled_from(RATE_WORDINGS + SHARE_WORDINGS), st.data(), STYLES, st.integers(0, 2), st.booleans())
def test_a_percentage_holds_as_far_as_its_digits_say(wording, data, style, decimals, is_right):
    whole = data.draw(COUNTS)
    part = data.draw(st.integers(1, whole))
    percent = 100 * part / whole
    stated = round(percent, decimals)
    if not is_right:
        # off by more than the digits leave open, of rounded money too
        off = data.draw(st.floats(1.2, 30)) * 10.0**-decimals + (200 * (0.5 / whole + 0.5 * part / whole**2))
        stated = round(stated + off if stated + off <= 100 else stated - off, decimals)
        if stated < 0:
            return
    text = wording.format(n=grouped(part, style), d=grouped(whole, style), p=decimal(stated, decimals))
    kind = "rate" if wording in RATE_WORDINGS else "share"
    assert verdicts(text, kind) == [is_right], text


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.sampled_from(TWO_PARTS), COUNTS, COUNTS, st.integers(-500, 500), STYLES)
def test_a_total_holds_when_its_parts_add_up_to_it(wording, a, b, off, style):
    total = a + b + off
    if total < 2:
        return
    text = wording.format(t=grouped(total, style), a=grouped(a, style), b=grouped(b, style))
    assert verdicts(text, "sum") == [off == 0], text


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.sampled_from(CHANGE_WORDINGS), NO_YEARS, NO_YEARS, st.integers(0, 40), STYLES)
def test_a_change_holds_when_it_is_the_difference(wording, then, now, off, style):
    if now == then:
        return
    moved = "tăng" if now > then else "giảm"
    is_money = "triệu" in wording
    by = abs(now - then) + off * (2 if is_money else 1)
    text = wording.format(
        now=grouped(now, style), then=grouped(then, style), by=grouped(by, style), moved=moved,
        p=decimal(100 * abs(now - then) / then, 2),
    )  # fmt: skip
    assert verdicts(text, "change") == [off == 0], text
    assert verdicts(text, "growth") == [True], text


def test_a_decrease_since_the_year_before_is_below_zero():
    (found,) = read(["Tiếp nhận 4.760 hồ sơ, giảm 680 hồ sơ so với cùng kỳ."])
    assert (found.stated_value, found.operands) == (-680, [4760])
    assert found.operand_locators == ["r.txt!L1:11-15"]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,/%() \n;:-trong đógồmtăngchiếmđạthồsơ", max_size=200))
def test_no_text_is_too_odd(text):
    for found in read(text.split("\n")):
        assert found.operands and all(map(math.isfinite, [*found.operands, found.stated_value]))


def test_twenty_pages_take_no_second():
    path = Path(__file__).resolve().parents[2] / "raw" / "ha-tinh/huyen-huong-khe/2023/bao-cao-nam.docx"
    paragraphs = read_document(path.name, path.read_bytes()).paragraphs
    pages = sum(len(block.text) for block in paragraphs) / 2500
    start = time.process_time()
    read_calculations(paragraphs * round(20 / pages + 1))
    assert time.process_time() - start < 1


@pytest.mark.parametrize("text", ["(1, ", "1 ", "tăng 1 (", "1 hồ sơ, trong đó: ", "hồ sơ tăng, ", "1/2, đạt 5% "])
def test_time_grows_with_the_length_of_a_page_saved_as_one_line(text):
    start = time.process_time()
    read([text * (200_000 // len(text)), (text * 700)[:2_900] + "."])
    assert time.process_time() - start < 2
