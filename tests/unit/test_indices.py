"""Index scores in sentences."""

import pytest

from orchestration.reports.blocks import Block
from orchestration.reports.prose.indices import read_index_scores

# text, then (index, component, score, maximum, rank, of how many, year) in order
CASES = [
    (
        "Chỉ số cải cách hành chính (PAR INDEX) năm 2022 của tỉnh đạt 84,79%, xếp thứ 30/63, tăng 5 bậc.",
        [("PAR", "total", 84.79, 100, 30, 63, "2022")],
    ),
    ("Năm 2022, chỉ số SIPAS của tỉnh đạt 82,45%, xếp thứ 15/63.", [("SIPAS", "total", 82.45, 100, 15, 63, "2022")]),
    ("Chỉ số PAPI năm 2023 đạt 43,5 điểm, đứng thứ 15/63.", [("PAPI", "total", 43.5, 80, 15, 63, "2023")]),
    ("Chỉ số PCI đạt 66,1 điểm, xếp thứ 30.", [("PCI", "total", 66.1, 100, None, None, None)]),
    ("Chỉ số CCHC xã năm 2023 xếp thứ 5/21 xã, đạt 85,2 điểm.", [("PAR", "total", 85.2, 100, 5, 21, "2023")]),
    ("PAR INDEX huyện năm 2023 được 82,13/100 điểm (hạng 4/11)", [("PAR", "total", 82.13, 100, 4, 11, "2023")]),
    (
        "Chỉ số CCHC năm 2021 đạt 80,1%, năm 2022 đạt 82,3%, xếp thứ 4/11.",
        [("PAR", "total", 80.1, 100, None, None, "2021"), ("PAR", "total", 82.3, 100, 4, 11, "2022")],
    ),
    (
        "Năm 2023, PAR INDEX đạt 84,79%, xếp thứ 30/63; SIPAS đạt 82,4%, xếp thứ 9/63; PAPI đạt 42 điểm.",
        [
            ("PAR", "total", 84.79, 100, 30, 63, "2023"),
            ("SIPAS", "total", 82.4, 100, 9, 63, "2023"),
            ("PAPI", "total", 42, 80, None, None, "2023"),
        ],
    ),
    (
        "Chỉ số CCHC năm 2022 là 81,2/100 điểm, xếp thứ 04/11; điểm thẩm định 60,5/68 điểm; điểm khảo sát lãnh đạo"
        " 6/10 điểm; hài lòng 14,7/22 điểm.",
        [
            ("PAR", "total", 81.2, 100, 4, 11, "2022"),
            ("PAR", "appraisal", 60.5, 68, None, None, "2022"),
            ("PAR", "survey", 6, 10, None, None, "2022"),
            ("PAR", "satisfaction", 14.7, 22, None, None, "2022"),
        ],
    ),
    (
        "Theo Quyết định số 766/QĐ-TTg, năm 2024 xã đạt 85,3/100 điểm, gồm công khai, minh bạch 17,5/18 điểm,"
        " thanh toán trực tuyến 8/10 điểm, mức độ số hóa 20/22 điểm.",
        [
            ("QD766", "total", 85.3, 100, None, None, "2024"),
            ("QD766", "ckmb", 17.5, 18, None, None, "2024"),
            ("QD766", "tttt", 8, 10, None, None, "2024"),
            ("QD766", "mdsh", 20, 22, None, None, "2024"),
        ],
    ),
    ("Phấn đấu Chỉ số PAR INDEX năm 2024 đạt trên 85%.", []),
    ("Mục tiêu: PAR INDEX đạt từ 80 điểm trở lên, nằm trong nhóm 5 đơn vị dẫn đầu.", []),
    ("PAR INDEX năm 2022 tăng 2,5% so với năm 2021; mức tăng là 2,5%.", []),
    ("Các tiêu chí thành phần chỉ số CCHC: cải cách thể chế đạt 8,5/10 điểm.", []),
    ("Tỷ lệ hồ sơ trực tuyến đạt 95%, xếp thứ 3/11.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:50] for text, _ in CASES])
def test_scores_of_a_sentence(text, expected):
    found = [
        (s.index_code, s.component_code, s.score, s.max_score, s.rank, s.rank_of, s.period_code)
        for s in read_index_scores([Block(text, "r.txt!L1")])
    ]
    assert found == expected
