-- Both parts of each rate, side by side, of one unit, period and basis. A part that is a stock (the plan of a year, the
-- staff there is) stands at the end of any stretch of months. A distrusted part is null.
with rates as (
    select
        rates.indicator_code,
        rates.numerator_code,
        rates.denominator_code,
        denominators.measure = 'stock' and rates.measure <> 'stock' as is_base_a_stock
    from {{ ref('dim_indicator') }} as rates
    inner join {{ ref('dim_indicator') }} as denominators on rates.denominator_code = denominators.indicator_code
    where rates.value_type = 'percent' and rates.numerator_code is not null
)

select
    parts.unit_key,
    parts.series_key,
    parts.period_code,
    rates.indicator_code,
    parts.basis,
    parts.is_whole,
    parts.value as part,
    bases.value as base,
    parts.period_start,
    parts.period_end,
    case
        when parts.made_from = bases.made_from then parts.made_from
        else parts.made_from || ' / ' || bases.made_from
    end as made_from,
    rates.is_base_a_stock
    or (
        {{ days_agree('parts.period_start', 'bases.period_start') }}
        and {{ days_agree('parts.period_end', 'bases.period_end') }}
    ) as is_of_same_days
from rates
inner join {{ ref('int_unit_known') }} as parts on rates.numerator_code = parts.indicator_code
inner join {{ ref('int_unit_known') }} as bases
    on
        rates.denominator_code = bases.indicator_code
        and parts.series_key = bases.series_key
        and parts.period_code = bases.period_code
        and parts.is_whole = bases.is_whole
        and case when rates.is_base_a_stock then 'as_of_end' else parts.basis end = bases.basis
where
    (parts.value is not null or parts.no_value_reason = 'distrusted')
    and (bases.value is not null or bases.no_value_reason = 'distrusted')
