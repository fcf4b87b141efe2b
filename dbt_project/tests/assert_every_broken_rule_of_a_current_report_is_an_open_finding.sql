-- or is named in the finding of the fault that broke it
-- shown in Dagster as a check of finding
{{ config(meta={'dagster': {'ref': {'name': 'finding'}}}) }}
with broken as (
    select results.*
    from {{ ref('rule_result') }} as results
    inner join {{ ref('dim_report') }} as reports on results.report_id = reports.report_id
    where results.outcome = 'fail' and reports.is_current
),

told as (
    select
        report_id,
        rule_code,
        scope,
        field_code,
        subject
    from {{ ref('finding') }}
    where status in ('open', 'acknowledged')
),

told_by_others as (
    select
        report_id,
        {{ each_of('also_breaks') }} as rule_code
    from {{ ref('finding') }}
    where status in ('open', 'acknowledged')
)

select broken.*
from broken
left join told
    on
        broken.rule_code = told.rule_code
        and broken.report_id = told.report_id
        and broken.scope = told.scope
        and broken.field_code = told.field_code
        and broken.subject = told.subject
left join told_by_others
    on
        broken.rule_code = told_by_others.rule_code
        and broken.report_id = told_by_others.report_id
where told.report_id is null and told_by_others.report_id is null
