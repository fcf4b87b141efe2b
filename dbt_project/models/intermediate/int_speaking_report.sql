-- Reports that speak for a unit: current and accepted; of two versions of one unit that report on the same period
-- (an old name in one report, the new one in another), those of the later version.
with reporting as (
    select
        reports.report_id,
        reports.unit_key,
        units.series_key,
        units.unit_level,
        reports.period_code,
        rank() over (
            partition by units.series_key, reports.period_code order by units.valid_from desc, units.unit_key desc
        ) as place
    from {{ ref('int_report') }} as reports
    inner join {{ ref('dim_unit') }} as units on reports.unit_key = units.unit_key
    where
        reports.is_current
        and reports.status = 'accepted'
        and reports.report_kind = 'report'
        and reports.period_code is not null
)

select
    report_id,
    unit_key,
    series_key,
    unit_level,
    period_code
from reporting
where place = 1
