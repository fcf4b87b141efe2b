"""submission.yml: what it says is taken as written; what makes no sense refuses, and says what to put right."""

import pytest
from builders import txt
from sent import OWN, QUARTER, UNNAMED, read, refusal, settled

NAMELESS = txt(*QUARTER, *UNNAMED)
TA_XUA = "Xã Tà Xùa, Huyện Bắc Yên, Tỉnh Sơn La"
WRITTEN = "unit: xã Tà Xùa, huyện Bắc Yên, tỉnh Sơn La\n"


@pytest.mark.parametrize(
    "code, unit",
    [
        ("00004", "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội"),  # an octal number, were it not text
        ("'03868'", TA_XUA),
        ("100", "Huyện Điện Biên, Tỉnh Điện Biên"),
        ("01", "Thành phố Hà Nội"),
    ],
)
def test_codes_are_text(code, unit):
    assert settled(read("a", {"a.txt": NAMELESS, "submission.yml": f"unit_code: {code}".encode()}))[0] == unit


@pytest.mark.parametrize(
    "content",
    [
        WRITTEN.encode(),
        WRITTEN.encode("utf-8-sig"),
        WRITTEN.encode("utf-16"),
        f"{WRITTEN}period:\nreceived: ~\nkind: null\n# ghi chú".replace("\n", "\r\n").encode(),
        f"---\nunit: '{WRITTEN[6:].strip()}'\nreceived: 2023-04-02\nperiod_start: 2022-12-15".encode(),
    ],
)
def test_the_ways_of_saving_it(content):
    assert settled(read("a", {"a.txt": NAMELESS, "submission.yml": content})) == (TA_XUA, "2023-Q1")


@pytest.mark.parametrize(
    "name", ["Submission.yml", "SUBMISSION.YML", "submission.yaml", "submission.yml.txt", "x/submission.yml"]
)
def test_the_names_that_programs_give_it(name):
    assert settled(read("a", {"a.txt": NAMELESS, name: WRITTEN.encode()}))[0] == TA_XUA


def test_of_two_the_one_beside_the_files_counts_and_the_other_is_told():
    other = b"unit_code: '11263'"
    for nearer, farther in (("submission.yml", "submission.yaml"), ("submission.yaml", "x/submission.yml")):
        reading = read("a", {"a.txt": NAMELESS, nearer: WRITTEN.encode(), farther: other})
        assert settled(reading)[0] == TA_XUA
        [row] = [file for file in reading.files if file["source_file"] == f"a/{farther}"]
        assert row["status"] == "refused" and "đã có submission.yml khác" in row["reason"]


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"unit: [a\n", "dòng 2: mỗi dòng phải có dạng «khóa: giá trị»"),
        (b"unit xa Doan Ket", "phải là các dòng «khóa: giá trị»"),
        (b"- unit: x", "phải là các dòng «khóa: giá trị»"),
        (WRITTEN.encode("utf-8").replace("à".encode(), b"\xe0"), "UTF-8"),
        (b"units: x", "khóa lạ: units; các khóa dùng được: kind, period"),
        (b"received: 14/3/2023", "received là «14/3/2023», phải là một ngày như 2023-03-14"),
        (b"period_end: 2023-02-31", "period_end là «2023-02-31»"),
        (b"kind: bao cao", "kind là «bao cao», phải là một trong report, plan, index"),
        (b"period: Q1-2023", "«Q1-2023» không phải mã kỳ; mã đúng như 2023-Q1"),
        (b"unit: [xa A, xa B]", "mỗi khóa chỉ có một giá trị"),
    ],
)
def test_what_makes_no_sense_says_what_to_put_right(content, reason):
    told = refusal(read("a", {"a.txt": OWN, "submission.yml": content}))
    assert "submission.yml" in told and reason in told


@pytest.mark.parametrize(
    "sidecar",
    [
        b"x: [" * 2000, b"[" * 30_000, b"a: &a [x,x]\nunit: [*a,*a]", b"kind: {}", b"received: 2023-02-31", b"%",
        b"unit: x\n" * 20_000, b"unit: !!python/object/apply:os.system ['true']", b"period: 2023-99", b"\0",
        b"period_start: " + b"9" * 5000, b"\xff\xfe\x00", b"unit: &u x\n<<: *u", b"? [a]\n: b",
    ],
)  # fmt: skip
def test_no_sidecar_breaks_the_reading(sidecar):
    told = refusal(read("a", {"a.txt": OWN, "submission.yml": sidecar}))
    assert "submission.yml" in told and len(told) < 500


def test_a_refusal_of_files_that_nobody_can_read_is_told_to_the_unit_that_the_sidecar_names():
    written = "unit: xã Cẩm Quang, huyện Cẩm Xuyên, tỉnh Hà Tĩnh\nperiod: 2025-Q1"
    reading = read("a/b/c", {"bao-cao.docx": b"PK", "submission.yml": written.encode()})
    assert "không có tệp nào đọc được" in refusal(reading)
    assert (reading.report["unit_key"], reading.report["period_code"]) == ("18697_20040708", "2025-Q1")
    # a folder's name is for people: it does not say whose refused report this is
    unnamed = read("ha-tinh/xa-cam-quang/2025-Q1", {"bao-cao.docx": b"PK"})
    assert "không có tệp nào đọc được" in refusal(unnamed)
    assert unnamed.report.get("unit_key") is None
