-- Units of one level side by side on one index: provinces and ministries among all, others within their province. They
-- stand as they were scored and as units of today. A score is never added up nor averaged over merged units: what it
-- measured was one administration's work, and no published weight joins two of them. Only a unit that is still the
-- same, whatever its name and type, keeps its score; no_value_reason says why another has none.
with told as (
    select
        scores.*,
        units.series_key,
        units.unit_name,
        units.unit_level,
        units.province_code,
        units.province_name,
        units.valid_from,
        -- of two names of one unit in a period, the later speaks
        row_number() over (
            partition by units.series_key, scores.period_code, scores.index_code, scores.component_code
            order by case when scores.score is null then 1 else 0 end asc, scores.unit_key desc
        ) as place
    from {{ ref('fct_index_score') }} as scores
    inner join {{ ref('dim_unit') }} as units on scores.unit_key = units.unit_key
),

scores as (
    select * from told
    where place = 1
),

-- a unit that went to several lies partly in each of them
held as (
    select
        series_key,
        current_unit_key,
        false as is_part
    from {{ ref('dim_unit') }}
    where current_unit_key is not null

    union

    select
        predecessors.series_key,
        successors.current_unit_key,
        true as is_part
    from {{ ref('unit_changes') }} as changes
    inner join {{ ref('dim_unit') }} as predecessors on changes.predecessor_key = predecessors.unit_key
    inner join {{ ref('dim_unit') }} as successors on changes.successor_key = successors.unit_key
    where predecessors.carried_forward = 'split' and successors.current_unit_key is not null
),

-- districts are no more: those that are communes today were scored as what they were then
scores_of_today as (
    select
        today.unit_key,
        today.series_key,
        today.unit_name,
        today.unit_level,
        today.current_province_code,
        scores.period_code,
        scores.index_code,
        scores.component_code,
        max(case when scores.series_key = today.series_key then scores.unit_key end) as scored_key,
        cast(count(distinct case when members.series_key = scores.series_key then scores.series_key end) as integer)
            as units_reporting,
        coalesce(max(members.units_expected), 0) as units_expected,
        max(case when held.is_part or members.is_torn then 1 else 0 end) as is_torn
    from scores
    inner join held on scores.series_key = held.series_key
    inner join {{ ref('dim_unit') }} as today
        on
            held.current_unit_key = today.unit_key
            and scores.unit_level = today.unit_level
    left join {{ ref('int_unit_of_today') }} as members
        on
            scores.period_code = members.period_code
            and today.unit_key = members.current_unit_key
            and today.unit_level = members.unit_level
    group by
        today.unit_key, today.series_key, today.unit_name, today.unit_level, today.current_province_code,
        scores.period_code, scores.index_code, scores.component_code
),

placed as (
    select
        'as_reported' as boundary,
        scores.unit_key,
        scores.series_key,
        scores.unit_name,
        scores.unit_level,
        case
            when scores.unit_level not in ('province', 'ministry')
                then coalesce(provinces.series_key, scores.province_name)
        end as peer_group,
        scores.period_code,
        scores.index_code,
        scores.component_code,
        scores.unit_key as scored_key,
        1 as units_reporting,
        1 as units_expected,
        0 as is_torn
    from scores
    left join {{ ref('dim_unit') }} as provinces
        on
            provinces.unit_level = 'province'
            and scores.province_code = provinces.unit_code
            and scores.valid_from >= provinces.valid_from
            and scores.valid_from <= coalesce(provinces.valid_to, date '9999-12-31')

    union all

    select
        'current' as boundary,
        unit_key,
        series_key,
        unit_name,
        unit_level,
        case when unit_level <> 'province' then current_province_code end as peer_group,
        period_code,
        index_code,
        component_code,
        scored_key,
        units_reporting,
        units_expected,
        is_torn
    from scores_of_today
),

compared as (
    select
        placed.*,
        scores.rank as reported_rank,
        scores.rank_of as reported_rank_of,
        case when scores.is_trusted then scores.score end as score,
        case
            when placed.scored_key is null and placed.is_torn = 1 then 'split'
            when placed.scored_key is null then 'not_additive'
            when scores.score is null then 'not_published'
            when not scores.is_trusted then 'distrusted'
        end as no_value_reason,
        -- the same period of the year before
        cast(cast(substring(placed.period_code, 1, 4) as integer) - 1 as string)
        || substring(placed.period_code, 5) as year_before
    from placed
    left join scores
        on
            placed.scored_key = scores.unit_key
            and placed.period_code = scores.period_code
            and placed.index_code = scores.index_code
            and placed.component_code = scores.component_code
),

ranked as (
    select
        *,
        {{ beside_peers(
            'score', "'higher_better'", 'boundary, unit_level, peer_group, period_code, index_code, component_code'
        ) }}
    from compared
)

select
    ranked.boundary,
    ranked.unit_key,
    ranked.unit_name,
    ranked.unit_level,
    ranked.period_code,
    ranked.index_code,
    ranked.component_code,
    ranked.score,
    ranked.no_value_reason,
    ranked.units_reporting,
    ranked.units_expected,
    ranked.reported_rank,
    ranked.reported_rank_of,
    cast(ranked.rank as integer) as rank,
    cast(ranked.rank_of as integer) as rank_of,
    ranked.median_value as median_score,
    ranked.gap_to_best,
    previous.score as previous_score,
    ranked.score - previous.score as change
from ranked
-- the same unit, under whatever name: a merger as reported begins another
left join compared as previous
    on
        ranked.boundary = previous.boundary
        and ranked.series_key = previous.series_key
        and ranked.year_before = previous.period_code
        and ranked.index_code = previous.index_code
        and ranked.component_code = previous.component_code
