-- Each target against each unit that it measures, in every period of which at least one of them told the figure.
with members as (
    select * from {{ ref('int_target_member') }}
),

told as (
    select distinct
        members.report_id,
        members.target_no,
        periods.period_code,
        periods.period_type,
        periods.end_date
    from members
    inner join {{ ref('int_unit_value') }} as figures
        on
            members.series_key = figures.series_key
            and members.indicator_code = figures.indicator_code
            and members.field_code = figures.field_code
            and members.measured_scope = figures.scope
    inner join {{ ref('dim_period') }} as periods
        on
            figures.period_code = periods.period_code
            and members.window_start <= periods.start_date
            and members.window_end >= periods.end_date
    where
        (figures.value is not null or figures.report_id is not null)
        and (not members.adds_up or {{ starts_the_year('periods.start_date') }})
),

measured as (
    select
        members.*,
        told.period_code,
        told.period_type,
        figures.value as actual,
        figures.value_basis,
        case when figures.unit_key is null then 'not_reported' else figures.no_value_reason end as no_actual_reason,
        {{ target_gap('figures.value', 'members') }} as gap
    from told
    inner join members
        on
            told.report_id = members.report_id
            and told.target_no = members.target_no
            and (members.member_from is null or told.end_date >= members.member_from)
            and (members.member_to is null or told.end_date <= members.member_to)
    left join {{ ref('int_unit_value') }} as figures
        on
            members.series_key = figures.series_key
            and members.indicator_code = figures.indicator_code
            and told.period_code = figures.period_code
            and members.field_code = figures.field_code
            and members.measured_scope = figures.scope
)

select
    measured.report_id,
    measured.target_no,
    measured.plan_unit_key,
    measured.unit_key,
    measured.is_plan_owner,
    measured.period_code,
    measured.period_type,
    measured.indicator_code,
    key_indicators.topic,
    measured.measured_scope as scope,
    measured.field_code,
    measured.comparator,
    measured.target_min,
    measured.target_max,
    measured.actual,
    measured.value_basis,
    measured.gap,
    {{ is_met('measured.gap', 'measured.actual') }} as target_met,
    measured.no_actual_reason
from measured
left join {{ ref('key_indicators') }} as key_indicators
    on measured.indicator_code = key_indicators.indicator_code
