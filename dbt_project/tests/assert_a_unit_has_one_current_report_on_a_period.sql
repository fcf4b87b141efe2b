select
    unit_key,
    period_code,
    report_kind
from {{ ref('dim_report') }}
where status = 'accepted' and is_current
group by unit_key, period_code, report_kind
having count(*) > 1
