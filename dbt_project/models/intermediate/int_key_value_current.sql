-- Key indicators of the units of today in every period: of those that nothing was merged into, their own; of merged
-- ones, what all the units of that time whose territory they hold tell together. Counts and money add up, a rate
-- comes from its parts; a part that nobody told is not guessed, nor the share of a unit that was split.
with members as (
    select *
    from {{ ref('int_unit_of_today') }}
    where period_code in (select figures.period_code from {{ ref('int_key_value') }} as figures)
),

told as (
    select
        members.period_code,
        members.current_unit_key,
        members.unit_level,
        members.units_expected,
        members.is_torn,
        figures.indicator_code,
        count(figures.value) as units_reporting,
        max(figures.value) as own_value,
        max(figures.value_basis) as own_basis,
        max(figures.report_id) as report_id,
        max(figures.source_locator) as source_locator,
        min(figures.no_value_reason) as reason,
        max(figures.no_value_reason) as other_reason,
        sum(case when figures.no_value_reason = 'distrusted' then 1 else 0 end) as distrusted_values,
        sum(case when figures.value is not null and rates.unit_key is not null then 1 else 0 end)
            as rates_of_distrusted_parts,
        count(wholes.part) as wholes,
        sum(wholes.part) as part,
        count(wholes.base) as bases,
        sum(wholes.base) as base
    from members
    inner join {{ ref('int_key_value') }} as figures
        on
            members.series_key = figures.series_key
            and members.period_code = figures.period_code
    inner join {{ ref('dim_indicator') }} as indicators on figures.indicator_code = indicators.indicator_code
    left join {{ ref('int_unit_rate') }} as rates
        on
            figures.unit_key = rates.unit_key
            and figures.period_code = rates.period_code
            and figures.indicator_code = rates.indicator_code
            and rates.basis = {{ natural_basis('figures.period_code', 'indicators') }}
            and (rates.part is null or rates.base is null)
    left join {{ ref('int_unit_figure') }} as wholes
        on
            figures.unit_key = wholes.unit_key
            and figures.period_code = wholes.period_code
            and figures.indicator_code = wholes.indicator_code
            and wholes.is_whole
    group by
        members.period_code, members.current_unit_key, members.unit_level, members.units_expected, members.is_torn,
        figures.indicator_code
),

valued as (
    select
        told.*,
        indicators.aggregation,
        case
            when told.is_torn then null
            when told.units_expected = 1 then told.own_value
            when told.wholes < told.units_expected then null
            when told.bases = 0 then told.part
            else 100 * told.part / nullif(told.base, 0)
        end as value
    from told
    inner join {{ ref('dim_indicator') }} as indicators on told.indicator_code = indicators.indicator_code
),

ordered as (
    select
        *,
        row_number() over (
            partition by period_code, current_unit_key, indicator_code
            order by case when value is null then 1 else 0 end, units_expected, unit_level
        ) as place
    from valued
)

select
    ordered.current_unit_key as unit_key,
    units.series_key,
    ordered.period_code,
    ordered.indicator_code,
    ordered.value,
    case
        when ordered.value is null then null
        when ordered.units_expected = 1 then ordered.own_basis
        when ordered.bases = 0 then 'summed'
        else 'recomputed'
    end as value_basis,
    case
        when ordered.value is not null then null
        when ordered.is_torn then 'split'
        when ordered.units_expected = 1 or (ordered.units_reporting = 0 and ordered.reason = ordered.other_reason)
            then ordered.reason
        when ordered.aggregation = 'none' then 'not_additive'
        when ordered.wholes = ordered.units_expected then 'zero_base'
        when ordered.units_reporting < ordered.units_expected then 'incomplete'
        when ordered.rates_of_distrusted_parts > 0 then 'distrusted'
        else 'parts_missing'
    end as no_value_reason,
    cast(ordered.units_reporting as integer) as units_reporting,
    ordered.units_expected,
    cast(
        ordered.distrusted_values
        + case when ordered.units_expected = 1 then 0 else ordered.rates_of_distrusted_parts end as integer
    ) as distrusted_values,
    case when ordered.units_expected = 1 and not ordered.is_torn then ordered.report_id end as report_id,
    case when ordered.units_expected = 1 and not ordered.is_torn then ordered.source_locator end as source_locator
from ordered
inner join {{ ref('dim_unit') }} as units on ordered.current_unit_key = units.unit_key
where ordered.place = 1
