-- Scores of accepted reports with the unit that each is about, the name by which rules speak of it (subject), the
-- indicator and the maximum of its component. Of what a report says twice of one component, the first is preferred,
-- and a table over what its notes say that others say.
with scores as (
    select
        scores.*,
        reports.is_current,
        reports.landed_at,
        coalesce(scores.period_code, reports.period_code) as score_period_code,
        case
            when scores.subject_kind = 'own' then reports.unit_key
            else scores.subject_unit_key
        end as unit_key,
        case
            when scores.subject_kind = 'own' then coalesce(scores.period_code, '')
            else scores.subject_name || ', ' || coalesce(scores.period_code, reports.period_code)
        end as subject
    from {{ ref('stg_index_score') }} as scores
    inner join {{ ref('int_report') }} as reports on scores.report_id = reports.report_id
    where reports.status = 'accepted'
)

select
    scores.report_id,
    scores.is_current,
    scores.landed_at,
    scores.unit_key,
    scores.subject_kind,
    scores.subject_name,
    scores.subject_text,
    scores.subject,
    scores.score_period_code as period_code,
    scores.index_code,
    scores.component_code,
    components.indicator_code,
    components.measures,
    components.full_at,
    scores.score,
    coalesce(scores.max_score, components.max_score) as max_score,
    scores.half_unit,
    scores.index_rank,
    scores.index_rank_of,
    scores.group_rank,
    scores.numerator,
    scores.denominator,
    scores.ratio,
    scores.ratio_half_unit,
    scores.value_text,
    scores.value_state,
    scores.source_kind,
    scores.ratio_locator,
    scores.rank_locator,
    scores.source_file,
    scores.source_locator,
    row_number() over (
        partition by scores.report_id, scores.index_code, scores.component_code, scores.subject
        order by
            case when scores.score is null then 1 else 0 end asc,
            case when scores.source_kind = 'note' then 1 else 0 end asc,
            scores.source_locator asc
    ) as preference
from scores
left join {{ ref('index_components') }} as components
    on
        scores.index_code = components.index_code
        and scores.component_code = components.component_code
