-- Whom each target of a current plan measures: the unit whose plan it is, under each name and type that it bears, and,
-- of a rate for all or for the communes, each unit directly below it. A count is a district's together: it is no
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
),

-- versions of the unit whose plan it is: the first also speaks for what was before, the last for what came after
owners as (
    select
        plans.unit_key as plan_unit_key,
        versions.unit_key,
        versions.series_key,
        case
            when lag(versions.unit_key) over (partition by plans.unit_key order by versions.valid_from) is not null
                then versions.valid_from
        end as member_from,
        case
            when lead(versions.unit_key) over (partition by plans.unit_key order by versions.valid_from) is not null
                then versions.valid_to
        end as member_to
    from (select distinct plan_unit_key as unit_key from targets) as planners
    inner join {{ ref('dim_unit') }} as plans on planners.unit_key = plans.unit_key
    inner join {{ ref('dim_unit') }} as versions on plans.series_key = versions.series_key
)

select
    targets.*,
    owners.unit_key,
    owners.series_key,
    true as is_plan_owner,
    targets.scope as measured_scope,
    owners.member_from,
    owners.member_to
from targets
inner join owners on targets.plan_unit_key = owners.plan_unit_key

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
inner join owners on targets.plan_unit_key = owners.plan_unit_key
inner join {{ ref('int_unit_below') }} as below on owners.unit_key = below.parent_key
where targets.measures_below
