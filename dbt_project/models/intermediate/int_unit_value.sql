-- The one value of a unit for each figure that it told: what it stated and nothing casts doubt on, else what its own
-- parts give (int_unit_figure), else the published score that it tells. Without any, the reason stands in its place.
with stated as (
    select
        facts.unit_key,
        facts.period_code,
        facts.indicator_code,
        facts.scope,
        facts.field_code,
        case when facts.is_trusted then facts.value end as value,
        'stated' as value_basis,
        case
            when facts.value is null and facts.value_state = 'none_occurred' then 'none_occurred'
            when facts.value is null then 'blank'
            when not facts.is_trusted then 'distrusted'
        end as no_value_reason,
        facts.report_id,
        facts.source_locator,
        1 as preference
    from {{ ref('fct_indicator_value') }} as facts
    inner join {{ ref('int_report') }} as reports on facts.report_id = reports.report_id
    where
        reports.is_current
        and reports.status = 'accepted'
        and reports.report_kind = 'report'
        and facts.is_preferred
        and facts.unit_key is not null
),

derived as (
    select
        unit_key,
        period_code,
        indicator_code,
        'all' as scope,
        'all' as field_code,
        case when base is null then part else 100 * part / nullif(base, 0) end as value,
        case
            when not is_whole then 'office_only'
            when base is null then 'summed'
            else 'recomputed'
        end as value_basis,
        case when base = 0 then 'zero_base' end as no_value_reason,
        cast(null as string) as report_id,
        cast(null as string) as source_locator,
        case when is_whole then 2 else 3 end as preference
    from {{ ref('int_unit_figure') }}
),

scores as (
    select
        scores.unit_key,
        scores.period_code,
        components.indicator_code,
        case when scores.is_trusted then scores.score end as value,
        scores.score is not null as is_told,
        scores.report_id,
        scores.source_locator
    from {{ ref('fct_index_score') }} as scores
    inner join {{ ref('index_components') }} as components
        on
            scores.index_code = components.index_code
            and lower(scores.component_code) = components.component_code

    union all

    -- no rule looks at ranks
    select
        unit_key,
        period_code,
        'par_index_rank' as indicator_code,
        cast(rank as double) as value,
        true as is_told,
        report_id,
        source_locator
    from {{ ref('fct_index_score') }}
    where index_code = 'PAR' and lower(component_code) = 'total' and rank is not null
),

told as (
    select * from stated

    union all

    select * from derived

    union all

    select
        unit_key,
        period_code,
        indicator_code,
        'all' as scope,
        'all' as field_code,
        value,
        'index_score' as value_basis,
        case when value is null and is_told then 'distrusted' when value is null then 'blank' end as no_value_reason,
        report_id,
        source_locator,
        4 as preference
    from scores
),

ordered as (
    select
        *,
        row_number() over (
            partition by unit_key, period_code, indicator_code, scope, field_code
            order by case when value is null then 1 else 0 end, preference, report_id
        ) as place
    from told
)

select
    unit_key,
    period_code,
    indicator_code,
    scope,
    field_code,
    value,
    case when value is not null then value_basis end as value_basis,
    no_value_reason,
    report_id,
    source_locator
from ordered
where place = 1
