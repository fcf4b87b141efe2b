-- Administrative units of both structures, ministries, and the departments that sent a report: those stand in no
-- register, only in their reports.
with listed as (
    select
        unit_code || '_' || replace(cast(valid_from as string), '-', '') as unit_key,
        unit_code,
        unit_name,
        unit_level,
        parent_code,
        province_code,
        cast(null as string) as reported_province_name,
        valid_from,
        valid_to,
        other_name,
        series_key,
        current_unit_key,
        carried_forward
    from {{ ref('units') }}

    union all

    select
        unit_code || '_' || replace(cast(valid_from as string), '-', '') as unit_key,
        unit_code,
        unit_name,
        'ministry' as unit_level,
        cast(null as string) as parent_code,
        cast(null as string) as province_code,
        cast(null as string) as reported_province_name,
        valid_from,
        valid_to,
        cast(null as string) as other_name,
        unit_code || '_' || replace(cast(valid_from as string), '-', '') as series_key,
        cast(null as string) as current_unit_key,
        cast(null as string) as carried_forward
    from {{ ref('ministries') }}
),

reported as (
    select
        reports.unit_key,
        reports.unit_code,
        reports.unit_name,
        reports.unit_level,
        reports.province_name as reported_province_name,
        row_number() over (
            partition by reports.unit_key
            order by reports.landed_at desc, reports.report_id asc
        ) as place
    from {{ ref('int_report') }} as reports
    left join listed on reports.unit_key = listed.unit_key
    where reports.unit_key is not null and listed.unit_key is null
),

versions as (
    select * from listed

    union all

    select
        unit_key,
        unit_code,
        unit_name,
        unit_level,
        cast(null as string) as parent_code,
        cast(null as string) as province_code,
        reported_province_name,
        try_cast(
            substring(split_part(unit_key, '_', 2), 1, 4)
            || '-' || substring(split_part(unit_key, '_', 2), 5, 2)
            || '-' || substring(split_part(unit_key, '_', 2), 7, 2) as date
        ) as valid_from,
        cast(null as date) as valid_to,
        cast(null as string) as other_name,
        unit_key as series_key,
        cast(null as string) as current_unit_key,
        cast(null as string) as carried_forward
    from reported
    where place = 1
)

select
    versions.unit_key,
    versions.unit_code,
    versions.unit_name,
    versions.unit_level,
    versions.parent_code,
    parents.unit_key as parent_key,
    versions.province_code,
    coalesce(provinces.unit_name, versions.reported_province_name) as province_name,
    today.current_province_code,
    today.current_province_name,
    versions.valid_from,
    versions.valid_to,
    versions.other_name,
    versions.series_key,
    versions.current_unit_key,
    versions.carried_forward
from versions
left join listed as parents
    on
        versions.parent_code = parents.unit_code
        and versions.valid_from >= parents.valid_from
        and versions.valid_from <= coalesce(parents.valid_to, date '9999-12-31')
left join listed as provinces
    on
        provinces.unit_level = 'province'
        and versions.province_code = provinces.unit_code
        and versions.valid_from >= provinces.valid_from
        and versions.valid_from <= coalesce(provinces.valid_to, date '9999-12-31')
left join {{ ref('provinces') }} as today
    on
        provinces.unit_code = today.province_code
        and provinces.valid_from = today.valid_from
