-- Which units of each period hold the territory of a unit of today, all of it or nearly: not what lay in a unit that
-- went to several, whose share no source gives. A district that became a commune stands beside its communes, for each
-- level alone holds all of it.
{{ config(materialized='view') }}

-- until when a part of the territory lay in a unit that cannot be carried whole
with torn as (
    select
        successors.current_unit_key,
        max(changes.changed_on) as torn_until
    from {{ ref('unit_changes') }} as changes
    inner join {{ ref('dim_unit') }} as predecessors on changes.predecessor_key = predecessors.unit_key
    inner join {{ ref('dim_unit') }} as successors on changes.successor_key = successors.unit_key
    where predecessors.carried_forward = 'split' and predecessors.unit_level = successors.unit_level
    group by successors.current_unit_key
)

select
    periods.period_code,
    units.current_unit_key,
    units.unit_level,
    units.series_key,
    cast(
        count(*) over (partition by periods.period_code, units.current_unit_key, units.unit_level) as integer
    ) as units_expected,
    coalesce(periods.end_date < torn.torn_until, false) as is_torn
from {{ ref('dim_period') }} as periods
inner join {{ ref('dim_unit') }} as units
    on
        periods.end_date >= units.valid_from
        and periods.end_date <= coalesce(units.valid_to, date '9999-12-31')
left join torn on units.current_unit_key = torn.current_unit_key
where units.current_unit_key is not null
