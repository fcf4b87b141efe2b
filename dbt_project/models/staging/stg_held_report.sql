select
    report_id,
    reason_vi
from {{ source('landing', 'held_report') }}
