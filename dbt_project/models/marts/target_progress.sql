-- Each target of a current plan against the latest figure that the unit whose plan it is told of it.
with targets as (
    select * from {{ ref('int_target_member') }}
    where is_plan_owner
),

ordered as (
    select
        measured.*,
        row_number() over (
            partition by measured.report_id, measured.target_no
            order by
                case when measured.actual is null then 1 else 0 end,
                periods.end_date desc,
                -- of two that end on one day the longer: the year before its last quarter
                periods.start_date asc,
                measured.period_code asc
        ) as place
    from {{ ref('target_by_unit') }} as measured
    inner join {{ ref('dim_period') }} as periods on measured.period_code = periods.period_code
    where measured.is_plan_owner
),

told_below as (
    select
        measured.report_id,
        measured.target_no,
        measured.period_code,
        sum(case when measured.target_met then 1 else 0 end) as units_reaching,
        sum(case when not measured.target_met then 1 else 0 end) as units_missing,
        sum(case when measured.target_met is null then 1 else 0 end) as units_unknown,
        max(periods.start_date) as start_date,
        max(periods.end_date) as end_date
    from {{ ref('target_by_unit') }} as measured
    inner join {{ ref('dim_period') }} as periods on measured.period_code = periods.period_code
    where not measured.is_plan_owner
    group by measured.report_id, measured.target_no, measured.period_code
    having count(measured.actual) > 0
),

below as (
    select
        *,
        row_number() over (partition by report_id, target_no order by end_date desc, start_date asc, period_code asc)
            as place
    from told_below
)

select
    targets.report_id,
    targets.target_no,
    targets.unit_key,
    targets.target_period_code as period_code,
    targets.indicator_code,
    targets.scope,
    targets.field_code,
    targets.comparator,
    targets.target_min,
    targets.target_max,
    targets.value_text,
    latest.actual,
    latest.value_basis,
    case when latest.actual is not null then latest.period_code end as actual_period_code,
    latest.gap,
    latest.target_met,
    case
        when latest.target_met is not null then null
        when targets.indicator_code is null then 'no_indicator'
        when latest.actual is not null then 'no_number'
        when latest.no_actual_reason <> 'not_reported' then latest.no_actual_reason
        when evaluation.today <= targets.window_end then 'not_reported_yet'
        else 'not_reported'
    end as unknown_reason,
    targets.window_end >= evaluation.today as is_running,
    below.period_code as units_period_code,
    cast(below.units_reaching as integer) as units_reaching,
    cast(below.units_missing as integer) as units_missing,
    cast(below.units_unknown as integer) as units_unknown,
    targets.source_file,
    targets.source_locator
from targets
cross join {{ ref('stg_evaluation') }} as evaluation
left join ordered as latest
    on
        targets.report_id = latest.report_id
        and targets.target_no = latest.target_no
        and latest.place = 1
left join below
    on
        targets.report_id = below.report_id
        and targets.target_no = below.target_no
        and below.place = 1
