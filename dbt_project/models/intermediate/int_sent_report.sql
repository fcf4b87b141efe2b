-- Submissions by the period of the calendar that they serve: the one that they name, or one that such a report serves
-- as well (a report on nine months is the one due after the third quarter).
with served as (
    select distinct
        unit_level,
        period_code,
        period_code as sent_code
    from {{ ref('stg_due_period') }}
    union
    select distinct
        unit_level,
        period_code,
        also_code as sent_code
    from {{ ref('stg_due_period') }}
    where also_code is not null
)

select
    reports.report_id,
    reports.unit_key,
    units.series_key,
    units.unit_level,
    units.province_code,
    served.period_code,
    {{ period_type('served.period_code') }} = 'month' as is_monthly,
    {{ period_end('served.period_code') }} as period_end,
    reports.status,
    reports.refusal_reason,
    reports.is_current,
    reports.landed_at,
    reports.issued_date,
    reports.received_date,
    reports.is_received_date_stated
from {{ ref('int_report') }} as reports
inner join {{ ref('dim_unit') }} as units on reports.unit_key = units.unit_key
inner join served
    on
        units.unit_level = served.unit_level
        and reports.period_code = served.sent_code
where coalesce(reports.report_kind, 'report') = 'report'
