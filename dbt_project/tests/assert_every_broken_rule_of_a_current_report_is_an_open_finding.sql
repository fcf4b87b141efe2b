-- shown in Dagster as a check of finding
{{ config(meta={'dagster': {'ref': {'name': 'finding'}}}) }}
select
    results.rule_code,
    results.report_id,
    results.scope,
    results.field_code,
    results.subject
from {{ ref('rule_result') }} as results
inner join {{ ref('dim_report') }} as reports on results.report_id = reports.report_id
left join {{ ref('finding') }} as findings
    on
        results.rule_code = findings.rule_code
        and results.report_id = findings.report_id
        and results.scope = findings.scope
        and results.field_code = findings.field_code
        and results.subject = findings.subject
        and findings.status = 'open'
where results.outcome = 'fail' and reports.is_current and findings.finding_id is null
