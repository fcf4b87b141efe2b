-- A row without it would have no value in any comparison; a rate that lies in time otherwise than its parts none that
-- could be computed.
select
    rates.indicator_code,
    rates.measure,
    parts.measure as part,
    bases.measure as base
from {{ ref('dim_indicator') }} as rates
left join {{ ref('dim_indicator') }} as parts on rates.numerator_code = parts.indicator_code
left join {{ ref('dim_indicator') }} as bases on rates.denominator_code = bases.indicator_code
where
    (rates.measure is null) <> (rates.value_type in ('header', 'unknown'))
    or (
        rates.aggregation = 'recompute'
        and rates.measure <> case
            when 'span' in (parts.measure, bases.measure) then 'span'
            when 'flow' in (parts.measure, bases.measure) then 'flow'
            else 'stock'
        end
    )
