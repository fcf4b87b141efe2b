-- The one value of a unit for each figure that a scorecard or a plan looks at. Of the whole unit and all fields it
-- is that of unit_period_value on the basis on which periods are compared; other scopes and fields, and units that
-- stand in no register, have only what they state. Without any of it, the published score that a report tells.
-- Without a value, the reason stands in its place.
with wanted as (
    select indicator_code from {{ ref('key_indicators') }}
    union
    select indicator_code from {{ ref('int_target_member') }}
    where indicator_code is not null
),

stated as (
    select
        reports.unit_key,
        reports.series_key,
        facts.period_code,
        facts.indicator_code,
        facts.scope,
        facts.field_code,
        facts.value,
        facts.value_state,
        facts.is_trusted,
        facts.report_id,
        facts.source_locator
    from {{ ref('fct_indicator_value') }} as facts
    inner join {{ ref('int_speaking_report') }} as reports on facts.report_id = reports.report_id
    inner join wanted on facts.indicator_code = wanted.indicator_code
    where facts.is_preferred
),

known as (
    select
        figures.unit_key,
        units.series_key,
        figures.period_code,
        figures.indicator_code,
        'all' as scope,
        'all' as field_code,
        figures.value,
        figures.derivation,
        figures.is_whole,
        figures.derivation = 'reported' and figures.made_from = figures.period_code as is_told,
        figures.no_value_reason
    from {{ ref('unit_period_value') }} as figures
    inner join {{ ref('dim_indicator') }} as indicators on figures.indicator_code = indicators.indicator_code
    inner join {{ ref('dim_unit') }} as units on figures.unit_key = units.unit_key
    inner join wanted on figures.indicator_code = wanted.indicator_code
    where figures.basis = {{ natural_basis('figures.period_code', 'indicators') }}
),

figures as (
    select
        coalesce(stated.unit_key, known.unit_key) as unit_key,
        coalesce(stated.series_key, known.series_key) as series_key,
        coalesce(stated.period_code, known.period_code) as period_code,
        coalesce(stated.indicator_code, known.indicator_code) as indicator_code,
        coalesce(stated.scope, known.scope) as scope,
        coalesce(stated.field_code, known.field_code) as field_code,
        stated.report_id,
        stated.source_locator,
        case
            when known.unit_key is not null then known.value
            when stated.is_trusted then stated.value
        end as value,
        case
            when known.unit_key is null then 'stated'
            when not known.is_whole then 'office_only'
            when known.derivation = 'recomputed' then 'recomputed'
            when not known.is_told then 'derived'
            when stated.is_trusted and stated.value is not null then 'stated'
            else 'summed'
        end as value_basis,
        case
            when stated.value is null and stated.value_state = 'none_occurred' then 'none_occurred'
            when stated.value is null and stated.unit_key is not null then 'blank'
            when known.unit_key is not null then known.no_value_reason
            when not stated.is_trusted then 'distrusted'
        end as no_value_reason
    from stated
    full outer join known
        on
            stated.series_key = known.series_key
            and stated.period_code = known.period_code
            and stated.indicator_code = known.indicator_code
            and stated.scope = known.scope
            and stated.field_code = known.field_code
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
    select
        unit_key,
        series_key,
        period_code,
        indicator_code,
        scope,
        field_code,
        value,
        value_basis,
        no_value_reason,
        report_id,
        -- what is computed stands nowhere
        case when value is null or value_basis = 'stated' then source_locator end as source_locator,
        1 as preference
    from figures

    union all

    select
        scores.unit_key,
        units.series_key,
        scores.period_code,
        scores.indicator_code,
        'all' as scope,
        'all' as field_code,
        scores.value,
        'index_score' as value_basis,
        case when scores.value is null and scores.is_told then 'distrusted' when scores.value is null then 'blank' end
            as no_value_reason,
        scores.report_id,
        scores.source_locator,
        2 as preference
    from scores
    inner join wanted on scores.indicator_code = wanted.indicator_code
    inner join {{ ref('dim_unit') }} as units on scores.unit_key = units.unit_key
),

ordered as (
    select
        *,
        row_number() over (
            partition by series_key, period_code, indicator_code, scope, field_code
            order by case when value is null then 1 else 0 end asc, preference asc, unit_key desc, report_id asc
        ) as place
    from told
)

select
    unit_key,
    series_key,
    period_code,
    indicator_code,
    scope,
    field_code,
    value,
    case when value is not null then value_basis end as value_basis,
    case when value is null then no_value_reason end as no_value_reason,
    case when source_locator is not null then report_id end as report_id,
    source_locator
from ordered
where place = 1
