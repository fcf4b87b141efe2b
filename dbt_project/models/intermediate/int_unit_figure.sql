-- What each unit adds to its province: its figure for the whole of it (scope all, or a district's office and its
-- communes together), or, for a district that tells of its own office only, that office. A percentage is kept as
-- its two parts, both told by the same unit: it is recomputed above, never averaged. Only current reports, and
-- figures that no broken rule casts doubt on.
with figures as (
    select
        facts.unit_key,
        units.unit_level,
        facts.period_code,
        facts.indicator_code,
        max(case when facts.scope = 'all' and facts.is_trusted then facts.value end) as whole,
        max(case when facts.scope = 'district' and facts.is_trusted then facts.value end) as office,
        max(case when facts.scope = 'commune' and facts.is_trusted then facts.value end) as communes,
        max(case when facts.scope <> 'district' then 1 else 0 end) as tells_of_more_than_its_office
    from {{ ref('fct_indicator_value') }} as facts
    inner join {{ ref('int_report') }} as reports on facts.report_id = reports.report_id
    inner join {{ ref('dim_unit') }} as units on facts.unit_key = units.unit_key
    where
        reports.is_current
        and reports.report_kind = 'report'
        and units.unit_level in ('province', 'district', 'commune')
        and facts.is_preferred
        and facts.value is not null
        and facts.field_code = 'all'
        and (facts.scope = 'all' or (facts.scope in ('district', 'commune') and units.unit_level = 'district'))
    group by facts.unit_key, units.unit_level, facts.period_code, facts.indicator_code
),

best as (
    select
        unit_key,
        unit_level,
        period_code,
        indicator_code,
        coalesce(whole, office + communes, office) as value,
        whole is not null or communes is not null as is_whole
    from figures
    where
        whole is not null
        or (office is not null and communes is not null)
        or (office is not null and tells_of_more_than_its_office = 0)
),

-- both parts of each rate, side by side
wanted as (
    select
        indicator_code,
        numerator_code as part_code,
        true as is_part
    from {{ ref('dim_indicator') }}
    where value_type = 'percent'
    union all
    select
        indicator_code,
        denominator_code as part_code,
        false as is_part
    from {{ ref('dim_indicator') }}
    where value_type = 'percent'
),

rates as (
    select
        best.unit_key,
        best.unit_level,
        best.period_code,
        wanted.indicator_code,
        best.is_whole,
        max(case when wanted.is_part then best.value end) as part,
        max(case when not wanted.is_part then best.value end) as base
    from best
    inner join wanted on best.indicator_code = wanted.part_code
    group by best.unit_key, best.unit_level, best.period_code, wanted.indicator_code, best.is_whole
)

select
    best.unit_key,
    best.unit_level,
    best.period_code,
    best.indicator_code,
    best.is_whole,
    best.value as part,
    cast(null as double) as base
from best
inner join {{ ref('dim_indicator') }} as indicators on best.indicator_code = indicators.indicator_code
where indicators.aggregation = 'sum'

union all

select
    unit_key,
    unit_level,
    period_code,
    indicator_code,
    is_whole,
    part,
    base
from rates
where part is not null and base is not null
