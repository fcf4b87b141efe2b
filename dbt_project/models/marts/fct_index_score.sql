-- A score may be told by several reports: the latest current one counts.
with told as (
    select
        scores.*,
        reports.unit_key,
        coalesce(scores.period_code, reports.period_code) as score_period_code,
        components.indicator_code,
        row_number() over (
            partition by
                reports.unit_key,
                coalesce(scores.period_code, reports.period_code),
                scores.index_code,
                scores.component_code
            order by
                case when scores.score is null then 1 else 0 end asc,
                reports.landed_at desc,
                reports.report_id asc,
                scores.source_locator asc
        ) as place
    from {{ ref('stg_index_score') }} as scores
    inner join {{ ref('int_report') }} as reports on scores.report_id = reports.report_id
    left join {{ ref('index_components') }} as components
        on
            scores.index_code = components.index_code
            and lower(scores.component_code) = components.component_code
    where reports.status = 'accepted' and reports.is_current
)

select
    told.report_id,
    told.unit_key,
    told.score_period_code as period_code,
    told.index_code,
    told.component_code,
    told.score,
    told.max_score,
    told.index_rank as rank,
    told.index_rank_of as rank_of,
    distrusted.report_id is null as is_trusted,
    told.value_text,
    told.source_file,
    told.source_locator
from told
left join {{ ref('int_distrusted_figure') }} as distrusted
    on
        told.report_id = distrusted.report_id
        and told.indicator_code = distrusted.indicator_code
        and coalesce(told.period_code, '') = distrusted.subject
where told.place = 1
