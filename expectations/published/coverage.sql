-- Units that reported against the units that should have: one row per period, province and level of which any did.
-- Provinces are counted for the whole country; departments and ministries stand in no register.
with reporting as (
    select distinct reports.period_code, reports.unit_key
    from marts.dim_report as reports
    where reports.is_current and reports.status = 'accepted' and reports.report_kind = 'report'
),

places as (
    select
        unit_key,
        unit_level,
        case when unit_level = 'province' then '' else province_code end as province_code,
        case when unit_level = 'province' then 'Cả nước' else province_name end as province_name,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from marts.dim_unit
    where unit_level in ('province', 'district', 'commune')
),

heard as (
    select
        reporting.period_code,
        places.unit_level,
        places.province_code,
        max(places.province_name) as province_name,
        count(*) as units_reporting
    from reporting
    inner join places on reporting.unit_key = places.unit_key
    group by reporting.period_code, places.unit_level, places.province_code
)

select
    heard.period_code,
    heard.province_name,
    case heard.unit_level when 'province' then 'tỉnh' when 'district' then 'huyện' else 'xã' end as unit_level,
    max(heard.units_reporting) as units_reporting,
    count(places.unit_key) as units_expected,
    round(100.0 * max(heard.units_reporting) / nullif(count(places.unit_key), 0), 1) as percent_reporting
from heard
inner join marts.dim_period as periods on heard.period_code = periods.period_code
left join places
    on heard.unit_level = places.unit_level
    and heard.province_code = places.province_code
    and periods.end_date between places.valid_from and places.valid_to
group by heard.period_code, heard.province_name, heard.unit_level, heard.province_code
order by heard.period_code desc, percent_reporting, heard.province_name
