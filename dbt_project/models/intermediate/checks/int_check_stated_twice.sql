-- A figure stated at several places with different values, beyond what their digits leave open. Blanks
-- and approximate figures say nothing against an exact one; two figures with different stated periods are
-- two facts.
with preferred as (
    select *
    from {{ ref('int_statement') }}
    where is_preferred and statements > 1 and value is not null and value_state <> 'approximate'
),

compared as (
    select
        preferred.report_id,
        preferred.scope,
        preferred.field_code,
        preferred.indicator_code,
        preferred.value as preferred_value,
        others.value as other_value,
        others.statement_no,
        others.source_file,
        others.source_locator,
        abs(others.value - preferred.value)
        > others.half_unit + preferred.half_unit + {{ float_noise() }} as differs
    from preferred
    inner join {{ ref('int_statement') }} as others
        on
            preferred.report_id = others.report_id
            and preferred.indicator_code = others.indicator_code
            and preferred.scope = others.scope
            and preferred.field_code = others.field_code
    where
        others.statements > 1
        and others.value is not null
        and others.value_state <> 'approximate'
        and coalesce(others.period_end, preferred.period_end, date '1900-01-01')
        = coalesce(preferred.period_end, others.period_end, date '1900-01-01')
        and coalesce(others.period_start, preferred.period_start, date '1900-01-01')
        = coalesce(preferred.period_start, others.period_start, date '1900-01-01')
)

select
    'stated_twice' as check_name,
    report_id,
    scope,
    field_code,
    indicator_code as subject,
    indicator_code,
    case when max(case when differs then 1 else 0 end) = 1 then 'fail' else 'pass' end as outcome,
    coalesce(
        min_by(case when differs then other_value end, case when differs then statement_no end),
        max(preferred_value)
    ) as left_value,
    max(preferred_value) as right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_of('case when differs then source_locator end', 'statement_no') }} as left_locators,
    {{ list_of('case when not differs then source_locator end', 'statement_no') }} as right_locators,
    min_by(source_file, case when differs then statement_no else statement_no + 1000000 end) as left_file,
    min(source_file) as right_file
from compared
group by report_id, scope, field_code, indicator_code
having count(*) > 1
