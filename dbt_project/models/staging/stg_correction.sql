select
    entry,
    unit_code,
    period_code,
    indicator_code,
    scope,
    field_code,
    expected as expected_value,
    value,
    half_unit,
    who,
    why,
    declared_on
from {{ source('landing', 'correction') }}
