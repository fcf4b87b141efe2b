-- Statements of accepted reports, with the one statement of each figure that the marts use.
with stated as (
    select
        statements.report_id,
        statements.statement_no,
        statements.indicator_code,
        statements.form_code,
        statements.row_code,
        statements.label,
        statements.scope,
        statements.field_code,
        -- "không phát sinh" is 0 for what is counted; a share of nothing has no value
        case when statements.value_state = 'blank' then null else statements.value end as value,
        statements.value_text,
        statements.value_state,
        coalesce(statements.half_unit, 0) as half_unit,
        statements.period_start,
        statements.period_end,
        statements.source_kind,
        statements.match_score,
        statements.source_file,
        statements.source_locator
    from {{ ref('stg_statement') }} as statements
    inner join {{ ref('int_report') }} as reports on statements.report_id = reports.report_id
    where reports.status = 'accepted'
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
