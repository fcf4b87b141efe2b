-- What index tables say beside the scores of units: of the country, of regions, averages and extremes of groups, and
-- rows whose unit could not be told. The latest current report counts.
with told as (
    select
        *,
        row_number() over (
            partition by subject_kind, subject_name, period_code, index_code, component_code
            order by
                case when score is null then 1 else 0 end asc,
                landed_at desc,
                report_id asc,
                preference asc
        ) as place
    from {{ ref('int_index_score') }}
    where is_current and unit_key is null
)

select
    report_id,
    subject_kind,
    subject_name,
    period_code,
    index_code,
    component_code,
    score,
    max_score,
    index_rank as rank,
    index_rank_of as rank_of,
    value_text,
    source_file,
    source_locator
from told
where place = 1
