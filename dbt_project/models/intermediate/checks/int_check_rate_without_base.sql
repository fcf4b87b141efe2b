-- A percentage of nothing: the base is stated as 0, and still a share of it is. A percentage out of range
-- and a part above its whole are told by other rules.
with rates as (
    select
        indicator_code,
        numerator_code,
        denominator_code
    from {{ ref('indicators') }}
    where value_type = 'percent' and denominator_code is not null
)

select
    'rate_without_base' as check_name,
    figures.report_id,
    figures.scope,
    figures.field_code,
    figures.indicator_code as subject,
    figures.indicator_code,
    case when figures.value <> 0 then 'fail' else 'pass' end as outcome,
    figures.value as left_value,
    bases.value as right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('figures.source_locator') }} as left_locators,
    {{ list_with('bases.source_locator') }} as right_locators,
    figures.source_file as left_file,
    bases.source_file as right_file
from {{ ref('int_figure') }} as figures
inner join rates on figures.indicator_code = rates.indicator_code
inner join {{ ref('int_figure') }} as bases
    on
        rates.denominator_code = bases.indicator_code
        and figures.report_id = bases.report_id
        and figures.scope = bases.scope
        and figures.field_code = bases.field_code
        and figures.subject = bases.subject
left join {{ ref('int_figure') }} as parts
    on
        rates.numerator_code = parts.indicator_code
        and figures.report_id = parts.report_id
        and figures.scope = parts.scope
        and figures.field_code = parts.field_code
        and figures.subject = parts.subject
where
    figures.value between 0 and 100
    and figures.value_state <> 'approximate'
    and bases.value = 0
    and coalesce(parts.value, 0) = 0
