select
    report_id,
    remark_kind,
    subject,
    reported_text,
    expected_text,
    date_value,
    period_code,
    source_file,
    source_locator
from {{ source('landing', 'remark') }}
