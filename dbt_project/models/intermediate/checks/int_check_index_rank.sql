-- In one list a better rank never has a lower score; units that share a rank are held against the next ones
-- together. Told at the first unit of each break of the order, beside the better placed one that scored less.
with listed as (
    select *
    from {{ ref('int_index_score') }}
    where
        preference = 1
        and score is not null
        and index_rank is not null
        and subject_kind not in ('own', 'unresolved')
),

places as (
    select
        report_id,
        source_file,
        index_code,
        component_code,
        period_code,
        subject_kind,
        index_rank_of,
        index_rank,
        max(score) as best_score,
        max_by(subject, score) as best_subject,
        max_by(indicator_code, score) as indicator_code,
        max_by(coalesce(rank_locator, source_locator), score) as best_locator,
        min(score) as least_score,
        min_by(subject_name, score) as least_name,
        min_by(coalesce(rank_locator, source_locator), score) as least_locator
    from listed
    group by
        report_id, source_file, index_code, component_code, period_code, subject_kind, index_rank_of, index_rank
),

ordered as (
    select
        *,
        lag(index_rank) over (
            partition by report_id, source_file, index_code, component_code, period_code, subject_kind, index_rank_of
            order by index_rank
        ) as before_rank,
        lag(least_score) over (
            partition by report_id, source_file, index_code, component_code, period_code, subject_kind, index_rank_of
            order by index_rank
        ) as before_score,
        lag(least_name) over (
            partition by report_id, source_file, index_code, component_code, period_code, subject_kind, index_rank_of
            order by index_rank
        ) as before_name,
        lag(least_locator) over (
            partition by report_id, source_file, index_code, component_code, period_code, subject_kind, index_rank_of
            order by index_rank
        ) as before_locator
    from places
)

select
    'index_rank' as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    index_code || ' ' || component_code || ' ' || best_subject as subject,
    indicator_code,
    case when best_score > before_score + {{ float_noise() }} then 'fail' else 'pass' end as outcome,
    best_score as left_value,
    before_score as right_value,
    'hạng ' || cast(index_rank as string) as reported_text,
    before_name || ' (hạng ' || cast(before_rank as string) || ')' as expected_text,
    {{ list_with('best_locator') }} as left_locators,
    {{ list_with('before_locator') }} as right_locators,
    source_file as left_file,
    source_file as right_file
from ordered
where before_rank is not null
