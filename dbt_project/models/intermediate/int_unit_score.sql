-- The key indicators of each unit that told anything of a period, with the target that counts for it: of its own plan
-- before that of the unit above, then the one set for the shortest time, then the latest.
with told as (
    select distinct
        unit_key,
        period_code
    from {{ ref('int_unit_value') }}
),

scores as (
    select
        told.unit_key,
        told.period_code,
        key_indicators.indicator_code,
        indicators.direction,
        periods.start_date,
        periods.end_date,
        figures.value,
        figures.value_basis,
        case when figures.unit_key is null then 'not_reported' else figures.no_value_reason end as no_value_reason,
        figures.report_id,
        figures.source_locator
    from told
    cross join {{ ref('key_indicators') }} as key_indicators
    inner join {{ ref('dim_indicator') }} as indicators
        on key_indicators.indicator_code = indicators.indicator_code
    inner join {{ ref('dim_period') }} as periods on told.period_code = periods.period_code
    left join {{ ref('int_unit_value') }} as figures
        on
            told.unit_key = figures.unit_key
            and told.period_code = figures.period_code
            and key_indicators.indicator_code = figures.indicator_code
            and figures.scope = 'all'
            and figures.field_code = 'all'
),

targets as (
    select
        scores.unit_key,
        scores.period_code,
        scores.indicator_code,
        members.report_id as target_report_id,
        members.target_no,
        members.plan_unit_key,
        members.comparator,
        members.target_min,
        members.target_max,
        members.direction,
        row_number() over (
            partition by scores.unit_key, scores.period_code, scores.indicator_code
            order by
                case when members.is_plan_owner then 0 else 1 end,
                members.window_start desc,
                members.window_end asc,
                members.landed_at desc,
                members.target_no asc
        ) as place
    from scores
    inner join {{ ref('int_target_member') }} as members
        on
            scores.unit_key = members.unit_key
            and scores.indicator_code = members.indicator_code
            and members.measured_scope = 'all'
            and members.field_code = 'all'
            and scores.start_date >= members.window_start
            and scores.end_date <= members.window_end
    where not members.adds_up or {{ starts_the_year('scores.start_date') }}
)

select
    scores.unit_key,
    scores.period_code,
    scores.indicator_code,
    scores.direction,
    scores.value,
    scores.value_basis,
    scores.no_value_reason,
    scores.report_id,
    scores.source_locator,
    targets.target_report_id,
    targets.target_no,
    targets.plan_unit_key as target_unit_key,
    {{ target_number('targets') }} as target,
    {{ target_gap('scores.value', 'targets') }} as target_gap
from scores
left join targets
    on
        scores.unit_key = targets.unit_key
        and scores.period_code = targets.period_code
        and scores.indicator_code = targets.indicator_code
        and targets.place = 1
