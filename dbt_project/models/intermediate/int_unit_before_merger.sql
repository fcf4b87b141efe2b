-- What the parts of a merged unit counted together from the start of the year to the end of each month before they
-- were merged, which the merged unit's own figures of the year hold as well. It is known only when all parts told it
-- for the same days and none of them was split between several.
with parts as (
    select
        successors.series_key,
        predecessors.series_key as part_key,
        cast(extract(year from lineage.changed_on) as integer) as year,
        cast(extract(month from lineage.changed_on) as integer) as merged_in,
        lineage.is_successor_exact,
        count(*) over (partition by lineage.successor_key) as parts_expected
    from {{ ref('unit_lineage') }} as lineage
    inner join {{ ref('dim_unit') }} as predecessors on lineage.predecessor_key = predecessors.unit_key
    inner join {{ ref('dim_unit') }} as successors on lineage.successor_key = successors.unit_key
    where
        predecessors.unit_level = successors.unit_level
        and predecessors.series_key <> successors.series_key
),

added as (
    select
        parts.series_key,
        so_far.is_whole,
        so_far.indicator_code,
        so_far.year,
        so_far.last_month,
        sum(so_far.value) as value,
        min(so_far.period_start) as period_start,
        min(so_far.period_end) as period_end,
        {{ list_to_text(list_of('so_far.made_from', 'parts.part_key'), "' + '") }} as made_from,
        max(parts.parts_expected) as parts_expected,
        count(*) as parts_told,
        count(so_far.value) as parts_trusted,
        max(case when parts.is_successor_exact then 0 else 1 end) as is_split,
        max(case when so_far.is_torn then 1 else 0 end) = 1
        or min(so_far.period_start) < max(so_far.period_start)
        or min(so_far.period_end) < max(so_far.period_end) as is_torn,
        count(so_far.period_start) < count(*) as is_start_open
    from parts
    inner join {{ ref('int_unit_so_far') }} as so_far
        on
            parts.part_key = so_far.series_key
            and parts.year = so_far.year
            and parts.merged_in > so_far.last_month
    group by parts.series_key, so_far.is_whole, so_far.indicator_code, so_far.year, so_far.last_month
)

select
    added.series_key,
    added.is_whole,
    added.indicator_code,
    added.year,
    added.last_month,
    case when added.parts_trusted = added.parts_told then added.value end as value,
    added.period_start,
    added.period_end,
    '(' || added.made_from || ')' as made_from,
    case
        when added.is_split = 1 then 'split'
        when added.parts_told < added.parts_expected then 'merger_part_missing'
        when added.parts_trusted < added.parts_told then 'distrusted'
        when coalesce(added.is_torn, false) then 'days_do_not_meet'
        when added.is_start_open then 'merger_start_unknown'
    end as no_value_reason
from added
-- what the merged unit itself states of that time counts before it
left join {{ ref('int_unit_so_far') }} as own
    on
        {{ same_count('added', 'own') }}
        and added.last_month = own.last_month
where own.series_key is null
