-- A score may be told by several reports: the latest current one counts.
with told as (
    select
        *,
        row_number() over (
            partition by unit_key, period_code, index_code, component_code
            order by
                case when score is null then 1 else 0 end asc,
                landed_at desc,
                report_id asc,
                preference asc
        ) as place
    from {{ ref('int_index_score') }}
    where is_current and unit_key is not null
)

select
    told.report_id,
    told.unit_key,
    told.period_code,
    told.index_code,
    told.component_code,
    told.score,
    told.max_score,
    told.index_rank as rank,
    told.index_rank_of as rank_of,
    told.group_rank,
    told.numerator,
    told.denominator,
    told.ratio,
    told.value_state,
    distrusted.report_id is null and not coalesce(told.score > told.max_score, false) as is_trusted,
    told.value_text,
    told.source_file,
    told.source_locator
from told
left join {{ ref('int_distrusted_figure') }} as distrusted
    on
        told.report_id = distrusted.report_id
        and told.indicator_code = distrusted.indicator_code
        and told.subject = distrusted.subject
where told.place = 1
