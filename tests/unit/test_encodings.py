"""Old encodings: read back equal, told, and nothing converted that is proper Vietnamese already."""

import csv
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import HEADER, SEEDS, docx_file, figures, form_rows, forms_in, html_file, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.reports.blocks import Block, Cell, UnreadableFile
from orchestration.reports.formats.encodings import decode
from orchestration.reports.formats.old_fonts import convert_blocks
from orchestration.reports.formats.reading import READERS, read_document
from orchestration.reports.formats.syllables import is_syllable

RAW = Path(__file__).resolve().parents[2] / "raw"
# the alphabet in the order of its vowels, and its codes as the standard and the fonts have them
ALPHABET = "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđ"
TCVN3 = dict(zip(ALPHABET, "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ®", strict=True))
TCVN3 |= {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}
_VNI = (
    "aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä eù eø eû eõ eï eâ eá eà eå eã eä í ì æ ó ò "
    "où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï uù uø uû uõ uï ö öù öø öû öõ öï yù yø yû yõ î ñ"
)
VNI = dict(zip(ALPHABET, _VNI.split(), strict=True))
VNI |= {letter.upper(): code.upper() for letter, code in VNI.items()}


def as_tcvn3(text: str) -> str:
    """As a TCVN3 font has it; its capitals with tones are small letters in a font of capitals."""
    return "".join(TCVN3.get(c) or TCVN3.get(c.lower(), c) for c in text)


def as_vni(text: str) -> str:
    return "".join(VNI.get(c, c) for c in text)


def as_1258(text: str) -> bytes:
    """The code page has letters with their signs, and tones as characters behind them."""
    spaced = unicodedata.normalize("NFD", text)
    for sign in "\u0302\u0306\u031b":
        spaced = re.sub(f"(\u0323?){sign}", rf"{sign}\1", spaced)
    return re.sub(".[\u0302\u0306\u031b]", lambda m: unicodedata.normalize("NFC", m[0]), spaced).encode("cp1258")


def as_scrambled(text: str) -> str:
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "Windows-1258": as_1258,
    "TCVN3 (ABC)": lambda text: as_tcvn3(text).encode("latin-1"),
    "VNI": lambda text: as_vni(text).encode("latin-1"),
    "UTF-16 không có dấu BOM": lambda text: text.encode("utf-16-le"),
    "UTF-8 (đã bị lưu nhầm theo Windows)": lambda text: as_scrambled(text).encode(),
}
FONTS = {"TCVN3 (ABC)": as_tcvn3, "VNI": as_vni, "UTF-8 (đã bị lưu nhầm theo Windows)": as_scrambled}
REPORT = (
    "Quý I năm 2023, UBND xã Đoàn Kết tiếp nhận 523 hồ sơ, trong đó trực tuyến 495 hồ sơ, đạt tỷ lệ 94,6%; "
    "đã trả trước hạn 500 hồ sơ cho người dân."
)


def _names() -> list[str]:
    with (
        (SEEDS / "units.csv").open(encoding="utf-8") as units,
        (SEEDS / "indicators.csv").open(encoding="utf-8") as rows,
    ):
        names = [row["unit_name"] for row in csv.DictReader(units)] + [row["name_vi"] for row in csv.DictReader(rows)]
    return sorted(set(names))


NAMES = _names()
WORDS = sorted({w for name in NAMES for w in re.findall(r"[^\W\d_]+", name) if is_syllable(w) and not w.isascii()})
sentences = st.lists(st.sampled_from(WORDS), min_size=12, max_size=40, unique_by=str.lower).map(" ".join)


def converted(*texts: str) -> tuple[list[str], list[str | None]]:
    blocks, remarks = convert_blocks([Block(text, f"a.docx!paragraph {n}") for n, text in enumerate(texts, start=1)])
    return [block.text for block in blocks], [remark.expected_text for remark in remarks]


# --- bytes


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(derandomize=True, max_examples=30, deadline=None)
@given(text=sentences)
def test_text_in_an_old_encoding_reads_back_equal(encoding, text):
    text = text.lower()
    assert decode(ENCODINGS[encoding](text)) == (text, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_is_told_at_the_first_line_it_was_used_in(encoding):
    document = read_document("a.txt", ENCODINGS[encoding](f"STT\n{REPORT}"))
    assert [block.text for block in document.blocks] == ["STT", REPORT]
    (remark,) = document.remarks
    assert (remark.remark_kind, remark.expected_text) == ("assumed_encoding", encoding)
    assert remark.source_locator == "a.txt!L2" and REPORT.startswith(remark.reported_text.rstrip("…"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_declared_unicode_is_not_assumed(encoding):
    assert decode(f"{REPORT}\r\n".encode(encoding)) == (f"{REPORT}\n", None)


def test_text_without_vietnamese_marks_is_western():
    text = "Bao cao “quy I” – so lieu den 14/3: café"
    assert decode(text.encode("cp1252")) == (text, "Windows-1252")


@pytest.mark.parametrize(
    "content", ["có".encode("cp1258"), bytes(range(0x80, 0x100)) * 3, "Đây lŕ Čeština žluť".encode("cp1250")]
)
def test_what_fits_no_encoding_or_several_is_refused_with_what_was_tried(content):
    with pytest.raises(UnreadableFile, match=r"TCVN3.*VNI.*UTF-8"):
        decode(content)


def test_damaged_utf8_is_told_by_its_line():
    with pytest.raises(UnreadableFile, match="dòng 2"):
        decode(f"{REPORT}\n".encode() + REPORT.encode().replace("ồ".encode(), b"\xe1\xbb", 1))


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7\n", "PDF"), (b"{\\rtf1 a}", "RTF"), (docx_file("a"), "Word"), (xlsx({"a": [[1]]}), "Excel"),
     (b"\x00\x01\x02a", "nhị phân"), (b"a\x01\x02b", "nhị phân")],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["txt", "md", "csv", "tsv", "html"])
def test_files_that_are_no_text_are_named(content, kind, suffix):
    with pytest.raises(UnreadableFile, match=kind):
        read_document(f"a.{suffix}", content)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["txt", "md", "csv", "tsv", "html"]))
def test_no_bytes_raise_another_error(content, suffix):
    try:
        assert read_document(f"a.{suffix}", content).blocks
    except UnreadableFile as reason:
        assert str(reason)


# --- characters


def test_a_syllable_is_told_from_a_word_of_another_language():
    assert all(map(is_syllable, ["nghiêng", "quyết", "gì", "giếng", "Xuyên", "ƯỚC", "oằn", "khuỷu", "thuở"]))
    assert not any(map(is_syllable, ["hµnh", "Baùo", "cac", "hảc", "café", "Krông", "ngươ", "quôc", "áà", "ă"]))


@pytest.mark.parametrize("encoding", FONTS)
@settings(derandomize=True, max_examples=30, deadline=None)
@given(text=sentences)
def test_characters_of_an_old_font_read_back_equal(encoding, text):
    text = text.lower()
    assert converted(FONTS[encoding](text)) == ([text], [encoding])


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(NAMES), st.sampled_from(WORDS), st.text(max_size=4)), max_size=30))
def test_proper_vietnamese_stays_untouched(parts):
    text = " ".join(part for part in parts if not set(part) & set("\u00ad\u200c\u200d\u2060"))
    assert converted(text) == ([text], [])


@pytest.mark.parametrize(
    "path", [p for p in sorted(RAW.rglob("*.*")) if p.suffix[1:] in READERS and p.name != "README.md"]
)
def test_the_samples_stay_untouched(path):
    blocks = read_document(path.name, path.read_bytes()).blocks
    assert convert_blocks(blocks) == (blocks, [])


SIGNS = "Giá 5 µm, 20 m², £30, § 5, «Windows®» · ½ × 3 ÷ 2, ±1 °C, ©2023, ¹ và ¶"


def test_signs_and_foreign_words_stay():
    french = "Le développement à côté du Musée, où l’été a été très pâle: Noël, garçon, œuvre"
    assert converted(SIGNS, french, "Thôn Krông Nô, xã Đắk Ơ", "Việt") == (
        [SIGNS, french, "Thôn Krông Nô, xã Đắk Ơ", "Việt"], []
    )  # fmt: skip


def test_two_old_words_are_no_proof():
    assert converted("B¸o c¸o", REPORT) == (["B¸o c¸o", REPORT], [])


@pytest.mark.parametrize("font", [as_tcvn3, as_vni])
def test_a_document_can_mix_old_and_new(font):
    cited = "Kế hoạch số 12 đã được phê duyệt"
    texts, encodings = converted(REPORT, font(REPORT), f"{cited} ({font('nhiệm vụ tiếp nhận hồ sơ')})", SIGNS)
    assert texts == [REPORT, REPORT, f"{cited} (nhiệm vụ tiếp nhận hồ sơ)", SIGNS]
    assert len(encodings) == 1


def test_a_word_that_is_right_in_both_follows_its_neighbours():
    # "cã" is "có" in TCVN3 and a word of its own
    assert converted(REPORT, "cã", as_tcvn3("Xã đã có nhiệm vụ tiếp nhận hồ sơ"))[0] == [
        REPORT,
        "cã",
        "Xã đã có nhiệm vụ tiếp nhận hồ sơ",
    ]
    assert converted(as_tcvn3(REPORT), "cã", "N§-CP 61; m« h×nh ®) sè¹")[0][1:] == ["có", "NĐ-CP 61; mô hình đ) số¹"]


def test_capitals_come_from_the_letters_without_marks_or_from_the_font():
    assert converted(f"{as_tcvn3('Uỷ ban nhân dân xã')}", "B¸O C¸O C¶I C¸CH", "b¸o c¸o", "§oµn KÕt")[0] == [
        "Uỷ ban nhân dân xã", "BÁO CÁO CẢI CÁCH", "báo cáo", "Đoàn Kết",
    ]  # fmt: skip


def test_a_hyphen_that_was_u_with_horn_is_one_again():
    assert converted("Ng-êi d©n cña ph-êng ®-îc h-íng dÉn, TT-BTC")[0] == [
        "Người dân của phường được hướng dẫn, TT-BTC"
    ]


def test_scrambled_text_that_lost_its_no_break_spaces_is_restored():
    assert converted(as_scrambled("Hành chính và TỜ TRÌNH").replace("\xa0", " "))[0] == ["Hành chính và TỜ TRÌNH"]
    assert converted("BĂ¡o cĂ¡o Sá»‘ lÆ°á»£ng")[0] == ["Báo cáo Số lượng"]


def test_soft_hyphens_and_joiners_vanish_from_unicode_text():
    assert converted("hành chí\u00adnh", "hồ\u200d sơ") == (["hành chính", "hồ sơ"], [])


@pytest.mark.parametrize("font", [as_tcvn3, as_vni])
@pytest.mark.parametrize("build", [docx_file, html_file, lambda *parts: xlsx({"BM4": [[parts[0]], *parts[1]]})])
def test_a_form_typed_in_an_old_font_is_read(font, build):
    rows = [[font(str(cell)) for cell in row] for row in [HEADER, *form_rows("BM4", r2_1=20, r2_2=18)]]
    content = build(font("Biểu mẫu 4"), rows)
    name = "a.xlsx" if content[:2] == b"PK" and b"xl/" in content else "a.docx" if content[:2] == b"PK" else "a.html"
    assert figures(forms_in(name, content)) == {"BM4 2.1": 20, "BM4 2.2": 18}


def test_places_of_cells_and_untouched_blocks_are_kept():
    row = Block(
        "", "a.xlsx!A1", (Cell("1", "a.xlsx!A1", 1.0), Cell(as_tcvn3("Tổng số hồ sơ tiếp nhận"), "a.xlsx!B1")), 3, "BM1"
    )
    plain = Block("Việt", "a.xlsx!A2")
    (first, second), remarks = convert_blocks([row, plain])
    assert second is plain
    assert first.cells == (row.cells[0], Cell("Tổng số hồ sơ tiếp nhận", "a.xlsx!B1")) and first.table == 3
    assert remarks[0].source_locator == "a.xlsx!A1"
