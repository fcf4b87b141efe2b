-- Key indicators of units in both boundaries, with the target that counts for each: of the unit's own plan before
-- that of the unit above, then the one set for the shortest time, then the latest. A plan outlives a new name or
-- type of its unit.
with figures as (
    select
        'as_reported' as boundary,
        unit_key,
        series_key,
        period_code,
        indicator_code,
        value,
        value_basis,
        no_value_reason,
        case when value is null then 0 else 1 end as units_reporting,
        1 as units_expected,
        case when no_value_reason = 'distrusted' then 1 else 0 end as distrusted_values,
        report_id,
        source_locator
    from {{ ref('int_key_value') }}

    union all

    select
        'current' as boundary,
        unit_key,
        series_key,
        period_code,
        indicator_code,
        value,
        value_basis,
        no_value_reason,
        units_reporting,
        units_expected,
        distrusted_values,
        report_id,
        source_locator
    from {{ ref('int_key_value_current') }}
),

scores as (
    select
        figures.*,
        indicators.direction,
        periods.start_date,
        periods.end_date
    from figures
    inner join {{ ref('dim_indicator') }} as indicators on figures.indicator_code = indicators.indicator_code
    inner join {{ ref('dim_period') }} as periods on figures.period_code = periods.period_code
),

targets as (
    select
        scores.boundary,
        scores.series_key,
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
            partition by scores.boundary, scores.series_key, scores.period_code, scores.indicator_code
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
            scores.series_key = members.series_key
            and scores.indicator_code = members.indicator_code
            and members.measured_scope = 'all'
            and members.field_code = 'all'
            and scores.start_date >= members.window_start
            and scores.end_date <= members.window_end
    where not members.adds_up or {{ starts_the_year('scores.start_date') }}
)

select
    scores.boundary,
    scores.unit_key,
    scores.series_key,
    scores.period_code,
    scores.indicator_code,
    scores.direction,
    scores.value,
    scores.value_basis,
    scores.no_value_reason,
    scores.units_reporting,
    scores.units_expected,
    scores.distrusted_values,
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
        scores.boundary = targets.boundary
        and scores.series_key = targets.series_key
        and scores.period_code = targets.period_code
        and scores.indicator_code = targets.indicator_code
        and targets.place = 1
