-- What a period takes over is what the period before it left open. The period before is the one that ends on
-- the eve: half years, nine months and years count from the start of a year, so theirs is the year before.
with pairs as (
    select
        'dossiers_carried_over' as carried_over,
        'dossiers_in_progress' as in_progress
    union all
    select
        'ii06a_carried_over' as carried_over,
        'ii06a_in_progress' as in_progress
    union all
    select
        'ii06b_carried_over' as carried_over,
        'ii06b_in_progress' as in_progress
),

reports as (
    select
        report_id,
        unit_key,
        is_current,
        {{ period_type('period_code') }} as period_type,
        {{ period_start('period_code') }} as start_date,
        {{ period_end('period_code') }} as end_date
    from {{ ref('int_report') }}
    where status = 'accepted' and report_kind = 'report'
),

opened as (
    select
        figures.report_id,
        figures.scope,
        figures.field_code,
        figures.indicator_code,
        figures.value as carried_over,
        left_open.value as in_progress,
        abs(figures.value - left_open.value) > figures.half_unit + left_open.half_unit + {{ float_noise() }}
            as differs,
        figures.source_file,
        figures.source_locator,
        left_open.source_file as earlier_file,
        left_open.source_locator as earlier_locator,
        row_number() over (
            partition by figures.report_id, figures.scope, figures.field_code, figures.indicator_code
            order by case when earlier.period_type = reports.period_type then 0 else 1 end, earlier.start_date
        ) as place
    from {{ ref('int_figure') }} as figures
    inner join pairs on figures.indicator_code = pairs.carried_over
    inner join reports on figures.report_id = reports.report_id
    inner join reports as earlier
        on
            reports.unit_key = earlier.unit_key
            and reports.start_date = {{ next_day('earlier.end_date') }}
            and earlier.is_current
    inner join {{ ref('int_figure') }} as left_open
        on
            earlier.report_id = left_open.report_id
            and pairs.in_progress = left_open.indicator_code
            and figures.scope = left_open.scope
            and figures.field_code = left_open.field_code
    where
        figures.value is not null
        and left_open.value is not null
        and figures.value_state <> 'approximate'
        and left_open.value_state <> 'approximate'
)

select
    'carried_over_from_before' as check_name,
    report_id,
    scope,
    field_code,
    indicator_code as subject,
    indicator_code,
    case when differs then 'fail' else 'pass' end as outcome,
    carried_over as left_value,
    in_progress as right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    {{ list_with("earlier_file || ': ' || earlier_locator") }} as right_locators,
    source_file as left_file,
    earlier_file as right_file
from opened
where place = 1
