with ranked as (
    select
        provinces.*,
        indicators.direction,
        periods.previous_period_code,
        (
            provinces.basis = 'reported' or provinces.coverage >= {{ var('min_coverage') }}
        ) as is_comparable
    from {{ ref('int_province_value') }} as provinces
    inner join {{ ref('dim_indicator') }} as indicators
        on provinces.indicator_code = indicators.indicator_code
    inner join {{ ref('dim_period') }} as periods on provinces.period_code = periods.period_code
),

compared as (
    select
        period_code,
        boundary,
        boundary_key,
        indicator_code,
        rank() over (
            partition by period_code, boundary, indicator_code
            order by case when direction = 'lower_better' then value else -value end
        ) as rank,
        count(*) over (partition by period_code, boundary, indicator_code) as rank_of,
        median(value) over (partition by period_code, boundary, indicator_code) as median_value,
        case direction
            when 'higher_better'
                then max(value) over (partition by period_code, boundary, indicator_code) - value
            when 'lower_better'
                then value - min(value) over (partition by period_code, boundary, indicator_code)
        end as gap_to_best
    from ranked
    where is_comparable
)

select
    ranked.period_code,
    ranked.boundary,
    ranked.province_code,
    ranked.province_name,
    ranked.indicator_code,
    ranked.value,
    ranked.basis,
    ranked.units_reporting,
    ranked.units_expected,
    ranked.coverage,
    ranked.distrusted_values,
    compared.rank,
    compared.rank_of,
    earlier.value as previous_value,
    ranked.value - earlier.value as change,
    compared.median_value,
    compared.gap_to_best
from ranked
left join compared
    on
        ranked.period_code = compared.period_code
        and ranked.boundary = compared.boundary
        and ranked.boundary_key = compared.boundary_key
        and ranked.indicator_code = compared.indicator_code
-- the same province: a code that named another one before a merger is another boundary_key
left join {{ ref('int_province_value') }} as earlier
    on
        ranked.previous_period_code = earlier.period_code
        and ranked.boundary = earlier.boundary
        and ranked.boundary_key = earlier.boundary_key
        and ranked.indicator_code = earlier.indicator_code
