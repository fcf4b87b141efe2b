-- What each unit adds to its province, on the one basis on which periods are compared: what adds up over units as it
-- is, a percentage as its two parts, both of the same unit: it is recomputed above, never averaged.
select
    known.unit_key,
    units.unit_level,
    known.period_code,
    known.indicator_code,
    known.is_whole,
    known.value as part,
    cast(null as double) as base
from {{ ref('int_unit_known') }} as known
inner join {{ ref('dim_unit') }} as units on known.unit_key = units.unit_key
inner join {{ ref('dim_indicator') }} as indicators on known.indicator_code = indicators.indicator_code
where
    indicators.aggregation = 'sum'
    and known.value is not null
    and known.basis = {{ natural_basis('known.period_code', 'indicators') }}

union all

select
    rates.unit_key,
    units.unit_level,
    rates.period_code,
    rates.indicator_code,
    rates.is_whole,
    rates.part,
    rates.base
from {{ ref('int_unit_rate') }} as rates
inner join {{ ref('dim_unit') }} as units on rates.unit_key = units.unit_key
inner join {{ ref('dim_indicator') }} as indicators on rates.indicator_code = indicators.indicator_code
where
    -- not a distrusted part, nor one that outgrows its whole
    rates.part <= rates.base
    and rates.is_of_same_days
    and rates.basis = {{ natural_basis('rates.period_code', 'indicators') }}
