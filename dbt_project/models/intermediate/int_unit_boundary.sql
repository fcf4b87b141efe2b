-- The province that a unit belongs to in each period, in both boundaries: the one it had then, and the one that
-- holds its territory today. Units that were valid when the period ended, and those that reported on it or told it
-- by reports on others. As reported, a province that only changes its type or name is one: its series goes on, and what
-- it sent under the old name just before the period ended is its own.
with reporting as (
    select
        unit_key,
        period_code
    from {{ ref('int_report') }}
    where status = 'accepted' and is_current and report_kind = 'report'

    union

    select distinct
        unit_key,
        period_code
    from {{ ref('unit_period_value') }}
    where value is not null or no_value_reason = 'distrusted'
),

-- only periods that somebody told anything of are compared
compared as (
    select
        period_code,
        end_date
    from {{ ref('dim_period') }}
    where period_code in (select reporting.period_code from reporting)
),

unit_periods as (
    select
        periods.period_code,
        units.unit_key,
        -- a unit that reported on a period which outlived it stands where it stood last
        least(
            greatest(coalesce(periods.end_date, units.valid_from), units.valid_from),
            coalesce(units.valid_to, date '9999-12-31')
        ) as stood_on,
        units.valid_from <= periods.end_date
        and coalesce(units.valid_to, date '9999-12-31') >= periods.end_date as is_expected,
        reporting.unit_key is not null as has_reported
    from compared as periods
    cross join {{ ref('dim_unit') }} as units
    left join reporting
        on
            units.unit_key = reporting.unit_key
            and periods.period_code = reporting.period_code
    where units.unit_level in ('province', 'district', 'commune')
),

-- the version that a unit goes by in a period: the one valid when it ended, else the last that reported
standing as (
    select
        unit_periods.period_code,
        units.series_key,
        coalesce(max(case when unit_periods.is_expected then units.unit_key end), max(units.unit_key)) as unit_key
    from unit_periods
    inner join {{ ref('dim_unit') }} as units on unit_periods.unit_key = units.unit_key
    where unit_periods.is_expected or unit_periods.has_reported
    group by unit_periods.period_code, units.series_key
),

placed as (
    select
        unit_periods.period_code,
        unit_periods.unit_key,
        standing.unit_key as standing_key,
        unit_periods.is_expected,
        unit_periods.has_reported,
        units.unit_level,
        coalesce(standing_parents.unit_key, parents.unit_key) as parent_key,
        coalesce(standing_provinces.unit_key, provinces.unit_key) as province_key,
        provinces.series_key as province_series_key,
        units.current_province_code,
        units.current_province_name
    from unit_periods
    inner join {{ ref('dim_unit') }} as units on unit_periods.unit_key = units.unit_key
    inner join standing
        on
            unit_periods.period_code = standing.period_code
            and units.series_key = standing.series_key
    inner join {{ ref('dim_unit') }} as provinces
        on
            provinces.unit_level = 'province'
            and units.province_code = provinces.unit_code
            and unit_periods.stood_on >= provinces.valid_from
            and unit_periods.stood_on <= coalesce(provinces.valid_to, date '9999-12-31')
    left join {{ ref('dim_unit') }} as parents
        on
            units.parent_code = parents.unit_code
            and unit_periods.stood_on >= parents.valid_from
            and unit_periods.stood_on <= coalesce(parents.valid_to, date '9999-12-31')
    left join standing as standing_provinces
        on
            unit_periods.period_code = standing_provinces.period_code
            and provinces.series_key = standing_provinces.series_key
    left join standing as standing_parents
        on
            unit_periods.period_code = standing_parents.period_code
            and parents.series_key = standing_parents.series_key
    where unit_periods.is_expected or unit_periods.has_reported
)

select
    placed.period_code,
    'as_reported' as boundary,
    placed.province_series_key as boundary_key,
    provinces.unit_code as province_code,
    provinces.unit_name as province_name,
    placed.unit_key,
    placed.standing_key,
    placed.unit_level,
    placed.parent_key,
    placed.province_key,
    placed.is_expected,
    placed.has_reported
from placed
inner join {{ ref('dim_unit') }} as provinces on placed.province_key = provinces.unit_key

union all

select
    period_code,
    'current' as boundary,
    current_province_code as boundary_key,
    current_province_code as province_code,
    current_province_name as province_name,
    unit_key,
    standing_key,
    unit_level,
    parent_key,
    province_key,
    is_expected,
    has_reported
from placed
where current_province_code is not null
