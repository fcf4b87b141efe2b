-- What the units of a province add up to, in both boundaries, and how many of them stand behind it. A figure is added
-- only where no figure of the district or province above already holds it.
with units as (
    select * from {{ ref('int_unit_boundary') }}
),

-- How many units a figure speaks for: a district's whole counts its communes, a province's all below it.
communes as (
    select
        period_code,
        parent_key as district_key,
        count(*) as communes
    from units
    where boundary = 'as_reported' and unit_level = 'commune' and is_expected
    group by period_code, parent_key
),

members as (
    select
        period_code,
        province_key,
        count(*) as members
    from units
    where boundary = 'as_reported' and unit_level <> 'province' and is_expected
    group by period_code, province_key
),

added as (
    select
        units.period_code,
        units.boundary,
        units.boundary_key,
        figures.indicator_code,
        figures.part,
        figures.base,
        case
            when figures.unit_level = 'province' then coalesce(members.members, 0)
            when figures.unit_level = 'district' and figures.is_whole then 1 + coalesce(communes.communes, 0)
            else 1
        end as units_covered
    from {{ ref('int_unit_figure') }} as figures
    inner join units
        on
            figures.unit_key = units.unit_key
            and figures.period_code = units.period_code
    left join {{ ref('int_unit_figure') }} as districts
        on
            units.parent_key = districts.unit_key
            and figures.period_code = districts.period_code
            and figures.indicator_code = districts.indicator_code
            and districts.is_whole
    left join {{ ref('int_unit_figure') }} as provinces
        on
            units.province_key = provinces.unit_key
            and figures.period_code = provinces.period_code
            and figures.indicator_code = provinces.indicator_code
            and figures.unit_level <> 'province'
            and provinces.is_whole
    left join communes
        on
            figures.unit_key = communes.district_key
            and figures.period_code = communes.period_code
    left join members
        on
            figures.unit_key = members.province_key
            and figures.period_code = members.period_code
    where districts.unit_key is null and provinces.unit_key is null
)

select
    period_code,
    boundary,
    boundary_key,
    indicator_code,
    case when count(base) = 0 then sum(part) else 100 * sum(part) / nullif(sum(base), 0) end as value,
    sum(units_covered) as units_covered
from added
group by period_code, boundary, boundary_key, indicator_code
