-- Units of one level side by side on one index: provinces and ministries among all, others within their province, as
-- they were scored and, for provinces, within today's boundaries. A score is never added up nor averaged over merged
-- provinces: what it measured was one administration's work, and no published weight joins two of them. Such a
-- province has no score, and no_value_reason says why.
with scores as (
    select
        scores.*,
        units.unit_name,
        units.unit_level,
        units.province_code,
        units.current_province_code,
        units.current_province_name,
        {{ period_end('scores.period_code') }} as end_date,
        -- the same period of the year before
        cast(cast(substring(scores.period_code, 1, 4) as integer) - 1 as string)
        || substring(scores.period_code, 5) as year_before
    from {{ ref('fct_index_score') }} as scores
    inner join {{ ref('dim_unit') }} as units on scores.unit_key = units.unit_key
),

periods as (
    select distinct
        period_code,
        end_date
    from scores
),

-- how many provinces of a period's last day today's province holds
parts as (
    select
        periods.period_code,
        versions.current_province_code,
        count(*) as provinces
    from periods
    inner join {{ ref('dim_unit') }} as versions
        on
            versions.unit_level = 'province'
            and periods.end_date >= versions.valid_from
            and periods.end_date <= coalesce(versions.valid_to, date '9999-12-31')
    group by periods.period_code, versions.current_province_code
),

placed as (
    select
        'as_reported' as boundary,
        unit_key as compared_key,
        unit_name as compared_name,
        unit_level,
        case when unit_level in ('province', 'ministry') then '' else coalesce(province_code, '') end as peer_province,
        period_code,
        year_before,
        index_code,
        component_code,
        case when is_trusted then score end as score,
        rank as reported_rank,
        rank_of as reported_rank_of,
        case
            when score is null then 'not_published'
            when not is_trusted then 'doubted'
        end as no_value_reason
    from scores

    union all

    select
        'current' as boundary,
        scores.current_province_code as compared_key,
        scores.current_province_name as compared_name,
        scores.unit_level,
        '' as peer_province,
        scores.period_code,
        max(scores.year_before) as year_before,
        scores.index_code,
        scores.component_code,
        max(case when parts.provinces = 1 and scores.is_trusted then scores.score end) as score,
        max(case when parts.provinces = 1 then scores.rank end) as reported_rank,
        max(case when parts.provinces = 1 then scores.rank_of end) as reported_rank_of,
        case
            when max(parts.provinces) > 1 then 'merged'
            when max(scores.score) is null then 'not_published'
            when max(case when scores.is_trusted then 1 else 0 end) = 0 then 'doubted'
        end as no_value_reason
    from scores
    inner join parts
        on
            scores.period_code = parts.period_code
            and scores.current_province_code = parts.current_province_code
    where scores.unit_level = 'province'
    group by
        scores.current_province_code, scores.current_province_name, scores.unit_level, scores.period_code,
        scores.index_code, scores.component_code
),

peers as (
    select
        boundary,
        unit_level,
        peer_province,
        period_code,
        index_code,
        component_code,
        count(score) as scored,
        median(score) as median_score,
        max(score) as best_score
    from placed
    group by boundary, unit_level, peer_province, period_code, index_code, component_code
),

ranked as (
    select
        *,
        case
            when score is not null then rank() over (
                    partition by boundary, unit_level, peer_province, period_code, index_code, component_code
                    order by score desc nulls last
                )
        end as computed_rank
    from placed
)

select
    ranked.boundary,
    ranked.compared_key as unit_key,
    ranked.compared_name as unit_name,
    ranked.unit_level,
    ranked.period_code,
    ranked.index_code,
    ranked.component_code,
    ranked.score,
    ranked.no_value_reason,
    ranked.reported_rank,
    ranked.reported_rank_of,
    cast(ranked.computed_rank as integer) as rank,
    cast(peers.scored as integer) as rank_of,
    peers.median_score,
    peers.best_score - ranked.score as gap_to_best,
    previous.score as previous_score,
    ranked.score - previous.score as change
from ranked
inner join peers
    on
        ranked.boundary = peers.boundary
        and ranked.unit_level = peers.unit_level
        and ranked.peer_province = peers.peer_province
        and ranked.period_code = peers.period_code
        and ranked.index_code = peers.index_code
        and ranked.component_code = peers.component_code
left join placed as previous
    on
        ranked.boundary = previous.boundary
        and ranked.compared_key = previous.compared_key
        and ranked.unit_level = previous.unit_level
        and ranked.year_before = previous.period_code
        and ranked.index_code = previous.index_code
        and ranked.component_code = previous.component_code
