-- A value for each period, boundary, province and indicator that a unit of the province says something of: the
-- province's own, else what its units add up to, else none, with the reason.
with units as (
    select * from {{ ref('int_unit_boundary') }}
),

expected as (
    select
        period_code,
        boundary,
        boundary_key,
        max(province_code) as province_code,
        max(province_name) as province_name,
        count(distinct case when unit_level = 'province' and (is_expected or has_reported) then province_key end)
            as provinces,
        sum(case when unit_level <> 'province' and is_expected then 1 else 0 end) as members,
        cast(sum(case when is_expected then 1 else 0 end) as integer) as units_expected
    from units
    group by period_code, boundary, boundary_key
),

provinces as (
    select distinct
        period_code,
        boundary,
        boundary_key,
        province_key
    from units
),

-- What the units say, on the one basis on which periods are compared. They are counted once, by the province of the
-- time: that of today is made of whole ones.
told_then as (
    select
        units.period_code,
        units.province_key,
        figures.indicator_code,
        figures.basis,
        max(case when units.unit_level = 'province' then figures.value end) as own_value,
        count(figures.value) as units_reporting,
        sum(
            case
                when figures.no_value_reason = 'distrusted' then 1
                when rates.unit_key is not null and units.unit_level <> 'province' then 1
                else 0
            end
        ) as distrusted_values,
        max(
            case
                when units.unit_level = 'province' and figures.value is not null and rates.unit_key is not null then 1
                else 0
            end
        ) as own_parts_distrusted,
        min(figures.no_value_reason) as reason
    from {{ ref('unit_period_value') }} as figures
    inner join {{ ref('dim_indicator') }} as indicators on figures.indicator_code = indicators.indicator_code
    inner join units
        on
            figures.unit_key = units.unit_key
            and figures.period_code = units.period_code
            and units.boundary = 'as_reported'
    -- a rate is stated, and a part of it is distrusted: it goes into no rate of several units
    left join {{ ref('int_unit_rate') }} as rates
        on
            figures.unit_key = rates.unit_key
            and figures.period_code = rates.period_code
            and figures.indicator_code = rates.indicator_code
            and figures.basis = rates.basis
            and (rates.part is null or rates.base is null)
    where figures.basis = {{ natural_basis('figures.period_code', 'indicators') }}
    group by units.period_code, units.province_key, figures.indicator_code, figures.basis
),

-- the province's own figure where one province of the time fills the boundary
told as (
    select
        provinces.period_code,
        provinces.boundary,
        provinces.boundary_key,
        told_then.indicator_code,
        told_then.basis,
        max(case when expected.provinces = 1 then told_then.own_value end) as own_value,
        cast(sum(told_then.units_reporting) as integer) as units_reporting,
        cast(
            sum(
                told_then.distrusted_values
                + case when expected.provinces = 1 then 0 else told_then.own_parts_distrusted end
            ) as bigint
        ) as distrusted_values,
        min(told_then.reason) as reason
    from told_then
    inner join provinces
        on
            told_then.province_key = provinces.province_key
            and told_then.period_code = provinces.period_code
    inner join expected
        on
            provinces.period_code = expected.period_code
            and provinces.boundary = expected.boundary
            and provinces.boundary_key = expected.boundary_key
    group by
        provinces.period_code,
        provinces.boundary,
        provinces.boundary_key,
        told_then.indicator_code,
        told_then.basis
),

valued as (
    select
        told.*,
        indicators.aggregation,
        coalesce(told.own_value, rolled_up.value) as value,
        rolled_up.units_covered,
        rolled_up.units_covered is not null and rolled_up.value is null as is_share_of_nothing
    from told
    inner join {{ ref('dim_indicator') }} as indicators on told.indicator_code = indicators.indicator_code
    left join {{ ref('int_province_rolled_up') }} as rolled_up
        on
            told.period_code = rolled_up.period_code
            and told.boundary = rolled_up.boundary
            and told.boundary_key = rolled_up.boundary_key
            and told.indicator_code = rolled_up.indicator_code
)

select
    valued.period_code,
    valued.boundary,
    valued.boundary_key,
    expected.province_code,
    expected.province_name,
    valued.indicator_code,
    valued.basis as period_basis,
    valued.value,
    case
        when valued.value is null then null
        when valued.own_value is not null then 'reported'
        else 'rolled_up'
    end as basis,
    case
        when valued.value is not null then null
        when valued.is_share_of_nothing then 'zero_base'
        when valued.units_reporting = 0 and valued.distrusted_values > 0 then 'distrusted'
        when valued.units_reporting = 0 then valued.reason
        when valued.aggregation = 'none' then 'not_additive'
        -- what they told of the parts is in doubt
        when valued.distrusted_values > 0 then 'distrusted'
        else 'parts_missing'
    end as no_value_reason,
    valued.units_reporting,
    expected.units_expected,
    case
        when valued.value is null then null
        when valued.own_value is not null then 1
        -- units that no longer are may report too
        else least(1, valued.units_covered / nullif(cast(expected.members as double), 0))
    end as coverage,
    valued.distrusted_values
from valued
inner join expected
    on
        valued.period_code = expected.period_code
        and valued.boundary = expected.boundary
        and valued.boundary_key = expected.boundary_key
