"""Which indicator a row's label names."""

import pytest
from builders import CATALOGUE

from orchestration.reports.forms.naming import named


def code_of(label: str, unit: str = "", *above: str) -> str | None:
    indicator = named(label, unit, above, CATALOGUE).indicator
    return indicator.code if indicator else None


def test_every_name_of_the_catalogue_names_its_own_indicator_or_is_doubted():
    others = ("II.06a", "II.06b", "II.07b", "QD766", "PARINDEX-huyen")
    ours = [i for i in CATALOGUE.indicators.values() if i.form_code not in others]
    ours = [i for i in ours if i.value_type not in ("header", "unknown")]
    for indicator in ours:
        means = named(indicator.name_vi, indicator.unit_of_measure.lower(), (), CATALOGUE)
        twins = [other for other in ours if other.bare_name == indicator.bare_name]
        if len(twins) == 1:
            assert means.indicator is indicator
        else:
            assert means.indicator not in ours or means.indicator in twins or means.indicator.form_code == ""


@pytest.mark.parametrize(
    ("label", "unit", "code"),
    [
        ("Tỷ lệ thanh toán trực tuyến", "%", "online_payment_rate"),
        ("Số hồ sơ tiếp nhận qua Zalo", "", None),
        ("Số hồ sơ của doanh nghiệp tiếp nhận trực tuyến", "", None),
        ("Viên chức có mặt", "", None),
        ("Số cán bộ, công chức có mặt", "", "staff_present"),
        ("Số biên chế được giao", "%", None),
        ("Tỷ lệ số hóa hồ sơ", "%", "dossiers_digitised_rate"),
        ("Số nhiệm vụ được giao hoàn thành đúng hạn", "", "assigned_tasks_on_time"),
        ("Số máy tính", "", None),
    ],
)
def test_names_that_no_form_prints(label, unit, code):
    assert code_of(label, unit) == code


def test_a_field_or_a_level_in_the_label_is_kept():
    means = named("Số hồ sơ tiếp nhận lĩnh vực đất đai", "", (), CATALOGUE)
    assert (means.indicator.code, means.field_code) == ("dossiers_received", "dat_dai")
    means = named("Số hồ sơ tiếp nhận của cấp xã", "", (), CATALOGUE)
    assert (means.indicator.code, means.scope) == ("dossiers_received", "commune")


def test_rows_above_may_make_it_another_figure():
    assert code_of("Tổng số biên chế được giao", "", "Tổ chức bộ máy") == "staff_quota"
    assert code_of("Tổng số biên chế được giao", "", "Đơn vị sự nghiệp công lập") is None
    assert code_of("Tổng số biên chế được giao", "", "Biên chế", "Đơn vị sự nghiệp công lập") is None
