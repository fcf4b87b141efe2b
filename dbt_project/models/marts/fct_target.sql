select
    targets.report_id,
    row_number() over (
        partition by targets.report_id
        order by
            targets.source_file,
            targets.source_locator,
            targets.indicator_code,
            targets.scope,
            targets.field_code,
            targets.period_code,
            targets.value_text
    ) as target_no,
    reports.unit_key,
    -- a plan that names no other period sets its targets for its own
    coalesce(targets.period_code, reports.period_code) as period_code,
    targets.indicator_code,
    targets.scope,
    targets.field_code,
    targets.comparator,
    targets.target_min,
    targets.target_max,
    targets.value_text,
    targets.source_file,
    targets.source_locator
from {{ ref('stg_target') }} as targets
inner join {{ ref('int_report') }} as reports on targets.report_id = reports.report_id
where reports.status = 'accepted'
