-- Which units of each period hold the territory of a unit of today. A unit that went to several lies partly in each of
-- them: no source gives its shares, so what it is a part of is torn until then. A district that became a commune stands
-- beside its communes, for each level alone holds all of it.
{{ config(materialized='view') }}

with parts as (
    select
        predecessors.series_key,
        predecessors.unit_level,
        predecessors.valid_from,
        predecessors.valid_to,
        successors.current_unit_key,
        changes.changed_on
    from {{ ref('unit_changes') }} as changes
    inner join {{ ref('dim_unit') }} as predecessors on changes.predecessor_key = predecessors.unit_key
    inner join {{ ref('dim_unit') }} as successors on changes.successor_key = successors.unit_key
    where
        predecessors.carried_forward = 'split'
        and predecessors.unit_level = successors.unit_level
        and successors.current_unit_key is not null
),

torn as (
    select
        current_unit_key,
        max(changed_on) as torn_until
    from parts
    group by current_unit_key
),

held as (
    select
        series_key,
        unit_level,
        valid_from,
        valid_to,
        current_unit_key
    from {{ ref('dim_unit') }}
    where current_unit_key is not null

    union

    select
        series_key,
        unit_level,
        valid_from,
        valid_to,
        current_unit_key
    from parts
)

select
    periods.period_code,
    held.current_unit_key,
    held.unit_level,
    held.series_key,
    cast(
        count(*) over (partition by periods.period_code, held.current_unit_key, held.unit_level) as integer
    ) as units_expected,
    coalesce(periods.end_date < torn.torn_until, false) as is_torn
from {{ ref('dim_period') }} as periods
inner join held
    on
        periods.end_date >= held.valid_from
        and periods.end_date <= coalesce(held.valid_to, date '9999-12-31')
left join torn on held.current_unit_key = torn.current_unit_key
