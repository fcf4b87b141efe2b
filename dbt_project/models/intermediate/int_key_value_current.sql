-- Key indicators of the units of today in every period: of those that nothing was merged into, their own; of merged
-- ones, what all the units of that time whose territory they hold tell together. Counts and money add up, a rate
-- comes from its parts; a part that nobody told is not guessed, nor the share of a unit that was split.
with members as (
    select
        periods.period_code,
        periods.end_date,
        units.current_unit_key,
        units.unit_level,
        units.series_key
    from {{ ref('dim_period') }} as periods
    inner join {{ ref('dim_unit') }} as units
        on
            periods.end_date >= units.valid_from
            and periods.end_date <= coalesce(units.valid_to, date '9999-12-31')
    where
        units.current_unit_key is not null
        and periods.period_code in (select figures.period_code from {{ ref('int_key_value') }} as figures)
),

-- a district that became a commune stands beside its communes: each level alone holds all of it
expected as (
    select
        period_code,
        end_date,
        current_unit_key,
        unit_level,
        count(*) as units_expected
    from members
    group by period_code, end_date, current_unit_key, unit_level
),

-- until when a part of the territory lay in a unit that cannot be carried whole
torn as (
    select
        successors.current_unit_key,
        max(changes.changed_on) as torn_until
    from {{ ref('unit_changes') }} as changes
    inner join {{ ref('dim_unit') }} as predecessors on changes.predecessor_key = predecessors.unit_key
    inner join {{ ref('dim_unit') }} as successors on changes.successor_key = successors.unit_key
    where predecessors.carried_forward = 'split' and predecessors.unit_level = successors.unit_level
    group by successors.current_unit_key
),

told as (
    select
        members.period_code,
        members.current_unit_key,
        members.unit_level,
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
    group by members.period_code, members.current_unit_key, members.unit_level, figures.indicator_code
),

valued as (
    select
        told.*,
        expected.units_expected,
        indicators.aggregation,
        coalesce(expected.end_date < torn.torn_until, false) as is_torn,
        case
            when expected.end_date < torn.torn_until then null
            when expected.units_expected = 1 then told.own_value
            when told.wholes < expected.units_expected then null
            when told.bases = 0 then told.part
            else 100 * told.part / nullif(told.base, 0)
        end as value
    from told
    inner join expected
        on
            told.period_code = expected.period_code
            and told.current_unit_key = expected.current_unit_key
            and told.unit_level = expected.unit_level
    inner join {{ ref('dim_indicator') }} as indicators on told.indicator_code = indicators.indicator_code
    left join torn on told.current_unit_key = torn.current_unit_key
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
        else 'parts_missing'
    end as no_value_reason,
    cast(ordered.units_reporting as integer) as units_reporting,
    cast(ordered.units_expected as integer) as units_expected,
    cast(
        ordered.distrusted_values
        + case when ordered.units_expected = 1 then 0 else ordered.rates_of_distrusted_parts end as integer
    ) as distrusted_values,
    case when ordered.units_expected = 1 and not ordered.is_torn then ordered.report_id end as report_id,
    case when ordered.units_expected = 1 and not ordered.is_torn then ordered.source_locator end as source_locator
from ordered
inner join {{ ref('dim_unit') }} as units on ordered.current_unit_key = units.unit_key
where ordered.place = 1
