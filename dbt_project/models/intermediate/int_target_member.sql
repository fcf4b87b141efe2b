-- Whom each target of a current plan measures: the unit whose plan it is, and, of a rate for all or for the communes,
-- each unit directly below it, whatever its name and type are by then. A count is a district's together: it is no
-- yardstick for one commune.
with targets as (
    select
        targets.report_id,
        targets.target_no,
        targets.unit_key as plan_unit_key,
        targets.period_code as target_period_code,
        targets.indicator_code,
        targets.scope,
        targets.field_code,
        targets.comparator,
        targets.target_min,
        targets.target_max,
        targets.value_text,
        targets.source_file,
        targets.source_locator,
        reports.issued_date,
        reports.landed_at,
        indicators.direction,
        -- a rate may be looked at since the plan began; what adds up over time only in the target's own period, and
        -- only as counted from the start of the year
        indicators.aggregation = 'sum' and not indicators.is_cumulative as adds_up,
        case
            when indicators.aggregation = 'sum' then own.start_date
            else least(own.start_date, plans.start_date)
        end as window_start,
        own.end_date as window_end,
        indicators.value_type = 'percent' and targets.scope in ('all', 'commune') as measures_below
    from {{ ref('fct_target') }} as targets
    inner join {{ ref('int_report') }} as reports on targets.report_id = reports.report_id
    inner join {{ ref('dim_period') }} as own on targets.period_code = own.period_code
    left join {{ ref('dim_period') }} as plans on reports.period_code = plans.period_code
    left join {{ ref('dim_indicator') }} as indicators on targets.indicator_code = indicators.indicator_code
    where reports.is_current
)

select
    targets.*,
    targets.plan_unit_key as unit_key,
    owners.series_key,
    true as is_plan_owner,
    targets.scope as measured_scope,
    cast(null as date) as member_from,
    cast(null as date) as member_to
from targets
inner join {{ ref('dim_unit') }} as owners on targets.plan_unit_key = owners.unit_key

union all

select
    targets.*,
    below.unit_key,
    below.series_key,
    false as is_plan_owner,
    'all' as measured_scope,
    below.valid_from as member_from,
    below.valid_to as member_to
from targets
inner join {{ ref('dim_unit') }} as owners on targets.plan_unit_key = owners.unit_key
inner join {{ ref('dim_unit') }} as versions on owners.series_key = versions.series_key
inner join {{ ref('int_unit_below') }} as below on versions.unit_key = below.parent_key
where targets.measures_below
