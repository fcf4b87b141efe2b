-- A score never exceeds its maximum: the one stated beside it, else that of the index.
with scores as (
    select
        scores.report_id,
        scores.index_code || ' ' || scores.component_code || ' ' || coalesce(scores.period_code, '')
            as subject,
        components.indicator_code,
        scores.score,
        coalesce(scores.max_score, components.max_score) as max_score,
        coalesce(scores.half_unit, 0) as half_unit,
        scores.source_file,
        scores.source_locator,
        row_number() over (
            partition by scores.report_id, scores.index_code, scores.component_code, scores.period_code
            order by scores.score desc nulls last, scores.source_locator asc
        ) as place
    from {{ ref('stg_index_score') }} as scores
    inner join {{ ref('int_report') }} as reports on scores.report_id = reports.report_id
    left join {{ ref('index_components') }} as components
        on
            scores.index_code = components.index_code
            and lower(scores.component_code) = components.component_code
    where reports.status = 'accepted'
)

select
    'score_above_maximum' as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    subject,
    indicator_code,
    case
        when score is null then 'missing'
        when max_score is null then 'not_applicable'
        when score > max_score + {{ float_noise() }} then 'fail'
        else 'pass'
    end as outcome,
    score as left_value,
    max_score as right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    {{ empty_list() }} as right_locators,
    source_file as left_file,
    cast(null as string) as right_file
from scores
where place = 1
