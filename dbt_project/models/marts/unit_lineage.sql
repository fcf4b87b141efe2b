-- What became of unit versions. The new communes that a district's communes went to stand beside those
-- communes: shares are counted within one level.
with changes as (
    select
        changes.predecessor_key,
        changes.successor_key,
        changes.changed_on,
        changes.is_dated,
        predecessors.unit_name as predecessor_name,
        predecessors.unit_level as predecessor_level,
        successors.unit_name as successor_name,
        successors.unit_level as successor_level
    from {{ ref('unit_changes') }} as changes
    inner join {{ ref('dim_unit') }} as predecessors on changes.predecessor_key = predecessors.unit_key
    inner join {{ ref('dim_unit') }} as successors on changes.successor_key = successors.unit_key
),

counted as (
    select
        predecessor_key,
        successor_key,
        changed_on,
        is_dated,
        predecessor_name,
        predecessor_level,
        successor_name,
        successor_level,
        count(*) over (partition by predecessor_key) as successors,
        count(*) over (partition by successor_key, predecessor_level) as predecessors
    from changes
)

select
    predecessor_key,
    successor_key,
    changed_on,
    is_dated,
    case
        when predecessor_level <> successor_level and successors > 1 then 'abolished'
        when successors > 1 then 'split'
        when predecessors > 1 then 'merge'
        when {{ unit_bare_name('predecessor_name') }} <> {{ unit_bare_name('successor_name') }} then 'rename'
        when {{ unit_type('predecessor_name') }} <> {{ unit_type('successor_name') }} then 'change_of_type'
        else 'continued'
    end as change_kind,
    successors = 1 as is_exact,
    max(successors) over (partition by successor_key, predecessor_level) = 1 as is_successor_exact
from counted
