-- What the units of a province add up to, in both boundaries, and how many of them stand behind it. A figure is
-- added only where no figure of the district or province above already holds it. Units are added once, by the
-- province of the time: that of today is made of whole ones.
with units as (
    select * from {{ ref('int_unit_boundary') }}
    where boundary = 'as_reported'
),

provinces as (
    select distinct
        period_code,
        boundary,
        boundary_key,
        province_key
    from {{ ref('int_unit_boundary') }}
),

-- what holds the figures of units below it
wholes as (
    select
        units.standing_key as unit_key,
        figures.period_code,
        figures.indicator_code
    from {{ ref('int_unit_figure') }} as figures
    inner join units
        on
            figures.unit_key = units.unit_key
            and figures.period_code = units.period_code
    where figures.is_whole and figures.unit_level in ('district', 'province')
),

-- How many units a figure speaks for: a district's whole counts its communes, a province's all below it.
communes as (
    select
        period_code,
        parent_key as district_key,
        count(*) as communes
    from units
    where unit_level = 'commune' and is_expected
    group by period_code, parent_key
),

members as (
    select
        period_code,
        province_key,
        count(*) as members
    from units
    where unit_level <> 'province' and is_expected
    group by period_code, province_key
),

added as (
    select
        figures.period_code,
        units.province_key,
        figures.indicator_code,
        sum(figures.part) as part,
        sum(figures.base) as base,
        sum(
            case
                when figures.unit_level = 'province' then coalesce(members.members, 0)
                when figures.unit_level = 'district' and figures.is_whole then 1 + coalesce(communes.communes, 0)
                else 1
            end
        ) as units_covered
    from {{ ref('int_unit_figure') }} as figures
    inner join units
        on
            figures.unit_key = units.unit_key
            and figures.period_code = units.period_code
    left join wholes as districts
        on
            units.parent_key = districts.unit_key
            and figures.period_code = districts.period_code
            and figures.indicator_code = districts.indicator_code
    left join wholes as provinces_told
        on
            units.province_key = provinces_told.unit_key
            and figures.period_code = provinces_told.period_code
            and figures.indicator_code = provinces_told.indicator_code
            and figures.unit_level <> 'province'
    left join communes
        on
            units.standing_key = communes.district_key
            and figures.period_code = communes.period_code
    left join members
        on
            units.province_key = members.province_key
            and figures.period_code = members.period_code
    where districts.unit_key is null and provinces_told.unit_key is null
    group by figures.period_code, units.province_key, figures.indicator_code
)

select
    added.period_code,
    provinces.boundary,
    provinces.boundary_key,
    added.indicator_code,
    case when count(added.base) = 0 then sum(added.part) else 100 * sum(added.part) / nullif(sum(added.base), 0) end
        as value,
    sum(added.units_covered) as units_covered
from added
inner join provinces
    on
        added.province_key = provinces.province_key
        and added.period_code = provinces.period_code
group by added.period_code, provinces.boundary, provinces.boundary_key, added.indicator_code
