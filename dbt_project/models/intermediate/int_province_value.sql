-- A value for each period, boundary, province and indicator: the province's own, else what its units add
-- up to.
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

expected as (
    select
        period_code,
        boundary,
        boundary_key,
        max(province_code) as province_code,
        max(province_name) as province_name,
        sum(case when unit_level = 'province' and (is_expected or has_reported) then 1 else 0 end)
            as provinces,
        sum(case when unit_level <> 'province' and is_expected then 1 else 0 end) as members,
        cast(sum(case when is_expected then 1 else 0 end) as integer) as units_expected,
        cast(sum(case when has_reported then 1 else 0 end) as integer) as units_reporting
    from units
    group by period_code, boundary, boundary_key
),

-- A figure is added only where no figure of the district or province above already holds it.
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
),

rolled_up as (
    select
        period_code,
        boundary,
        boundary_key,
        indicator_code,
        case
            when count(base) = count(*) then 100 * sum(part) / nullif(sum(base), 0)
            when count(base) = 0 then sum(part)
        end as value,
        sum(units_covered) as units_covered
    from added
    group by period_code, boundary, boundary_key, indicator_code
),

-- The province's own figure, where one province of the time fills the boundary.
reported as (
    select
        units.period_code,
        units.boundary,
        units.boundary_key,
        facts.indicator_code,
        facts.value
    from {{ ref('fct_indicator_value') }} as facts
    inner join {{ ref('int_report') }} as reports on facts.report_id = reports.report_id
    inner join units
        on
            facts.unit_key = units.unit_key
            and facts.period_code = units.period_code
    inner join expected
        on
            units.period_code = expected.period_code
            and units.boundary = expected.boundary
            and units.boundary_key = expected.boundary_key
    where
        reports.is_current
        and reports.report_kind = 'report'
        and units.unit_level = 'province'
        and expected.provinces = 1
        and facts.scope = 'all'
        and facts.field_code = 'all'
        and facts.is_preferred
        and facts.is_trusted
        and facts.value is not null
),

distrusted as (
    select
        units.period_code,
        units.boundary,
        units.boundary_key,
        facts.indicator_code,
        count(*) as distrusted_values
    from {{ ref('fct_indicator_value') }} as facts
    inner join {{ ref('int_report') }} as reports on facts.report_id = reports.report_id
    inner join units
        on
            facts.unit_key = units.unit_key
            and facts.period_code = units.period_code
    where
        reports.is_current
        and reports.report_kind = 'report'
        and facts.scope = 'all'
        and facts.field_code = 'all'
        and facts.is_preferred
        and not facts.is_trusted
    group by units.period_code, units.boundary, units.boundary_key, facts.indicator_code
),

valued as (
    select
        coalesce(reported.period_code, rolled_up.period_code) as period_code,
        coalesce(reported.boundary, rolled_up.boundary) as boundary,
        coalesce(reported.boundary_key, rolled_up.boundary_key) as boundary_key,
        coalesce(reported.indicator_code, rolled_up.indicator_code) as indicator_code,
        coalesce(reported.value, rolled_up.value) as value,
        case when reported.value is not null then 'reported' else 'rolled_up' end as basis,
        rolled_up.units_covered
    from reported
    full outer join rolled_up
        on
            reported.period_code = rolled_up.period_code
            and reported.boundary = rolled_up.boundary
            and reported.boundary_key = rolled_up.boundary_key
            and reported.indicator_code = rolled_up.indicator_code
)

select
    valued.period_code,
    valued.boundary,
    valued.boundary_key,
    expected.province_code,
    expected.province_name,
    valued.indicator_code,
    valued.value,
    valued.basis,
    expected.units_reporting,
    expected.units_expected,
    case
        when valued.basis = 'reported' then 1
        else valued.units_covered / nullif(cast(expected.members as double), 0)
    end as coverage,
    coalesce(distrusted.distrusted_values, 0) as distrusted_values
from valued
inner join expected
    on
        valued.period_code = expected.period_code
        and valued.boundary = expected.boundary
        and valued.boundary_key = expected.boundary_key
left join distrusted
    on
        valued.period_code = distrusted.period_code
        and valued.boundary = distrusted.boundary
        and valued.boundary_key = distrusted.boundary_key
        and valued.indicator_code = distrusted.indicator_code
where valued.value is not null
