select
    report_id,
    indicator_code,
    scope,
    field_code,
    period_code,
    comparator,
    target_min,
    target_max,
    value_text,
    source_file,
    source_locator
from {{ source('landing', 'target') }}
