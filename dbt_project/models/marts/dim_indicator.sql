select
    indicator_code,
    form_code,
    row_code,
    name_vi,
    name_en,
    unit_of_measure,
    value_type,
    aggregation,
    is_cumulative,
    measure,
    numerator_code,
    denominator_code,
    direction,
    source_status,
    levels
from {{ ref('indicators') }}
