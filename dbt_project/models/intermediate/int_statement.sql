-- Statements of accepted reports, corrected where a steward says so, with the one statement of each figure that the
-- marts use.
with reported as (
    select
        statements.*,
        reports.unit_code,
        reports.period_code,
        -- "không phát sinh" is 0 for what is counted; a share of nothing has no value
        case when statements.value_state = 'blank' then null else statements.value end as reported_value
    from {{ ref('stg_statement') }} as statements
    inner join {{ ref('int_report') }} as reports on statements.report_id = reports.report_id
    where reports.status = 'accepted'
),

-- A declared correction takes the place of the value that it expects, wherever the report states it so.
stated as (
    select
        reported.report_id,
        reported.statement_no,
        reported.indicator_code,
        reported.form_code,
        reported.row_code,
        reported.label,
        reported.scope,
        reported.field_code,
        case when corrections.entry is null then reported.reported_value else corrections.value end as value,
        reported.reported_value,
        corrections.entry is not null as is_corrected,
        corrections.why as correction_why,
        reported.value_text,
        case when corrections.entry is null then reported.value_state else 'reported' end as value_state,
        coalesce(corrections.half_unit, reported.half_unit, 0) as half_unit,
        reported.period_start,
        reported.period_end,
        reported.source_kind,
        reported.match_score,
        reported.source_file,
        reported.source_locator
    from reported
    left join {{ ref('stg_correction') }} as corrections
        on
            {{ corrects('corrections', 'reported', 'reported') }}
            and not {{ differs('reported.reported_value', 'corrections.expected_value') }}
),

counted as (
    select
        *,
        count(*) over (partition by report_id, indicator_code, scope, field_code, value) as times_stated,
        count(*) over (partition by report_id, indicator_code, scope, field_code) as statements
    from stated
),

ranked as (
    select
        *,
        row_number() over (
            partition by report_id, indicator_code, scope, field_code
            order by
                case when value is null then 1 else 0 end asc,
                times_stated desc,
                case when value_state = 'approximate' then 1 else 0 end asc,
                case when source_kind = 'form' then 0 else 1 end asc,
                statement_no asc
        ) as preference
    from counted
)

select
    report_id,
    statement_no,
    indicator_code,
    form_code,
    row_code,
    label,
    scope,
    field_code,
    value,
    reported_value,
    is_corrected,
    correction_why,
    value_text,
    value_state,
    half_unit,
    period_start,
    period_end,
    source_kind,
    match_score,
    source_file,
    source_locator,
    preference = 1 as is_preferred,
    statements
from ranked
