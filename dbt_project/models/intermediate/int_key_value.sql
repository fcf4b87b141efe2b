-- Key indicators of each unit as it was then: all of them in the periods that it sent a report on, or owes one on while
-- a published index scores it; in others its scores, and what its reports on other periods give, or would give if they
-- were not distrusted.
with speaking as (
    select
        unit_key,
        series_key,
        period_code
    from {{ ref('int_speaking_report') }}

    union

    select
        scores.unit_key,
        units.series_key,
        scores.period_code
    from {{ ref('fct_index_score') }} as scores
    inner join {{ ref('dim_unit') }} as units on scores.unit_key = units.unit_key
    inner join {{ ref('int_owed_report') }} as owed on scores.period_code = owed.period_code
    inner join {{ ref('dim_unit') }} as owing
        on
            owed.unit_key = owing.unit_key
            and units.series_key = owing.series_key
),

told as (
    select
        series_key,
        period_code,
        max(unit_key) as unit_key
    from speaking
    group by series_key, period_code
),

figures as (
    select figures.*
    from {{ ref('int_unit_value') }} as figures
    inner join {{ ref('key_indicators') }} as key_indicators on figures.indicator_code = key_indicators.indicator_code
    where figures.scope = 'all' and figures.field_code = 'all'
)

select
    told.unit_key,
    told.series_key,
    told.period_code,
    key_indicators.indicator_code,
    figures.value,
    figures.value_basis,
    case when figures.series_key is null then 'not_reported' else figures.no_value_reason end as no_value_reason,
    figures.report_id,
    figures.source_locator
from told
cross join {{ ref('key_indicators') }} as key_indicators
left join figures
    on
        told.series_key = figures.series_key
        and told.period_code = figures.period_code
        and key_indicators.indicator_code = figures.indicator_code

union all

select
    figures.unit_key,
    figures.series_key,
    figures.period_code,
    figures.indicator_code,
    figures.value,
    figures.value_basis,
    figures.no_value_reason,
    figures.report_id,
    figures.source_locator
from figures
left join told
    on
        figures.series_key = told.series_key
        and figures.period_code = told.period_code
where
    told.series_key is null
    -- a blank score still stands in its table
    and (figures.value is not null or figures.no_value_reason = 'distrusted' or figures.report_id is not null)
