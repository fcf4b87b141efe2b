select
    practice,
    province_code,
    unit_level,
    owed_by,
    period_code,
    also_code,
    cutoff_start,
    cutoff_end,
    due_date,
    forms
from {{ source('landing', 'due_period') }}
