with provinces as (
    select
        provinces.*,
        indicators.direction,
        periods.previous_period_code,
        case
            when provinces.value is null then 'no_value'
            when provinces.coverage >= {{ var('min_coverage') }} then null
            else 'incomplete'
        end as no_rank_reason
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
        {{ beside_peers('value', 'direction', 'period_code, boundary, indicator_code') }}
    from provinces
    where no_rank_reason is null
)

select
    provinces.period_code,
    provinces.boundary,
    provinces.boundary_key as province_key,
    provinces.province_code,
    provinces.province_name,
    provinces.indicator_code,
    provinces.period_basis,
    provinces.value,
    provinces.basis,
    provinces.no_value_reason,
    provinces.units_reporting,
    provinces.units_expected,
    provinces.coverage,
    provinces.distrusted_values,
    compared.rank,
    compared.rank_of,
    provinces.no_rank_reason,
    earlier.value as previous_value,
    -- half a province less than a whole one is no fall
    case when provinces.no_rank_reason is null then provinces.value - earlier.value end as change,
    compared.median_value,
    compared.gap_to_best
from provinces
left join compared
    on
        provinces.period_code = compared.period_code
        and provinces.boundary = compared.boundary
        and provinces.boundary_key = compared.boundary_key
        and provinces.indicator_code = compared.indicator_code
-- the same province: a code that named another one before a merger is another boundary_key
left join provinces as earlier
    on
        provinces.previous_period_code = earlier.period_code
        and provinces.boundary = earlier.boundary
        and provinces.boundary_key = earlier.boundary_key
        and provinces.indicator_code = earlier.indicator_code
        and provinces.period_basis = earlier.period_basis
        -- what a few units told is not what the province was
        and earlier.no_rank_reason is null
