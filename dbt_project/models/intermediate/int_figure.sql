-- What rules compare: the preferred statement of each figure, and the scores of published indices, which
-- carry the period that they were given for as their subject.
with scores as (
    select
        scores.report_id,
        components.indicator_code,
        scores.period_code as subject,
        scores.score as value,
        coalesce(scores.half_unit, 0) as half_unit,
        0 as statement_no,
        scores.source_file,
        scores.source_locator,
        row_number() over (
            partition by scores.report_id, components.indicator_code, scores.period_code
            order by case when scores.score is null then 1 else 0 end, scores.source_locator
        ) as preference
    from {{ ref('stg_index_score') }} as scores
    inner join {{ ref('int_report') }} as reports on scores.report_id = reports.report_id
    inner join {{ ref('index_components') }} as components
        on
            scores.index_code = components.index_code
            and lower(scores.component_code) = components.component_code
    where reports.status = 'accepted'
)

select
    report_id,
    indicator_code,
    scope,
    field_code,
    '' as subject,
    value,
    value_state,
    half_unit,
    statement_no,
    source_file,
    source_locator
from {{ ref('int_statement') }}
where is_preferred

union all

select
    report_id,
    indicator_code,
    'all' as scope,
    'all' as field_code,
    coalesce(subject, '') as subject,
    value,
    case when value is null then 'blank' else 'reported' end as value_state,
    half_unit,
    statement_no,
    source_file,
    source_locator
from scores
where preference = 1
