-- For each unit, period and indicator, on each basis: the best that is known, a rate not yet computed from its parts.
-- What the unit's report on the very period states counts before what another report states of the same months, that
-- before what is derived, and a value before the reason for there being none.
with targets as (
    -- six months, nine months and a year are the year so far by their very name
    select
        period_code,
        'in_period' as basis,
        year,
        cast(extract(month from start_date) as integer) as first_month,
        cast(extract(month from end_date) as integer) as last_month
    from {{ ref('dim_period') }}
    where period_type in ('month', 'quarter') or period_code like '____-H2'

    union all

    select
        period_code,
        'year_to_date' as basis,
        year,
        1 as first_month,
        cast(extract(month from end_date) as integer) as last_month
    from {{ ref('dim_period') }}
    where period_type not in ('multi_year', 'other')

    union all

    select
        period_code,
        'as_of_end' as basis,
        year,
        0 as first_month,
        cast(extract(month from end_date) as integer) as last_month
    from {{ ref('dim_period') }}
    where period_type not in ('multi_year', 'other')
),

candidates as (
    select
        spans.unit_key,
        spans.series_key,
        targets.period_code,
        spans.indicator_code,
        targets.basis,
        spans.is_whole,
        spans.derivation,
        spans.value,
        spans.period_start,
        spans.period_end,
        spans.made_from,
        spans.no_value_reason,
        case
            when spans.stated_in = targets.period_code then 0
            when spans.derivation = 'reported' then 1
            when spans.derivation = 'sum' then 2
            else 3
        end as preference
    from {{ ref('int_unit_span') }} as spans
    inner join targets
        on
            spans.year = targets.year
            and spans.first_month = targets.first_month
            and spans.last_month = targets.last_month

    union all

    -- several years have neither months nor a year so far
    select
        unit_key,
        series_key,
        period_code,
        indicator_code,
        basis,
        is_whole,
        'reported' as derivation,
        value,
        period_start,
        period_end,
        period_code as made_from,
        no_value_reason,
        0 as preference
    from {{ ref('int_unit_stated') }}
    where period_type in ('multi_year', 'other')

    union all

    -- what a report states on one basis is missed on the other
    select
        stated.unit_key,
        stated.series_key,
        targets.period_code,
        stated.indicator_code,
        targets.basis,
        stated.is_whole,
        cast(null as string) as derivation,
        cast(null as double) as value,
        cast(null as date) as period_start,
        cast(null as date) as period_end,
        cast(null as string) as made_from,
        case
            when stated.value is null then stated.no_value_reason
            when stated.measure = 'flow' then 'other_periods_missing'
            else 'own_period_only'
        end as no_value_reason,
        4 as preference
    from {{ ref('int_unit_stated') }} as stated
    inner join targets on stated.period_code = targets.period_code and stated.basis <> targets.basis
    where stated.measure <> 'stock' and targets.basis <> 'as_of_end'
),

-- what a report on the very period states of the whole unit is the best there is: only the rest has to be compared
settled as (
    select * from candidates
    where value is not null and is_whole and preference = 0
),

ranked as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.series_key, candidates.period_code, candidates.indicator_code, candidates.basis
            order by
                case when candidates.value is null then 1 else 0 end asc,
                case when candidates.is_whole then 0 else 1 end asc,
                candidates.preference asc,
                candidates.made_from asc
        ) as place
    from candidates
    left join settled
        on
            candidates.series_key = settled.series_key
            and candidates.period_code = settled.period_code
            and candidates.indicator_code = settled.indicator_code
            and candidates.basis = settled.basis
    where settled.series_key is null
)

select
    unit_key,
    series_key,
    period_code,
    indicator_code,
    basis,
    is_whole,
    derivation,
    value,
    period_start,
    period_end,
    made_from,
    no_value_reason
from settled

union all

select
    unit_key,
    series_key,
    period_code,
    indicator_code,
    basis,
    is_whole,
    case when value is not null then derivation end as derivation,
    value,
    period_start,
    period_end,
    made_from,
    no_value_reason
from ranked
where place = 1
