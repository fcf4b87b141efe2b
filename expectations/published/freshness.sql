-- The latest period of each province that ever reported against the latest one that should be there.
-- Decree 09/2019/NĐ-CP: quarters, half years and years end on the 14th of March, June, September and December and
-- are due two working days later; a month of grace on top.
with due as (
    select max(last_day(cutoff)) as due_end_date
    from (
        select cast(unnest(generate_series(timestamp '2019-03-14', cast($today as timestamp), interval 3 month)) as date)
            as cutoff
    ) as cutoffs
    where cutoff + interval 32 day <= $today
)

select
    coalesce(units.current_province_name, units.province_name, units.unit_name) as province_name,
    max_by(reports.period_code, periods.end_date) as latest_period,
    max(periods.end_date) as latest_end_date,
    max(due.due_end_date) as due_end_date,
    max(reports.landed_at) as latest_landed_at
from marts.dim_report as reports
inner join marts.dim_unit as units on reports.unit_key = units.unit_key
inner join marts.dim_period as periods on reports.period_code = periods.period_code
cross join due
where reports.is_current and reports.status = 'accepted' and reports.report_kind = 'report'
group by all
order by latest_end_date, province_name
