select
    tasks.report_id,
    tasks.task_no,
    reports.unit_key,
    reports.period_code as plan_period,
    tasks.area_code,
    tasks.task_kind,
    tasks.subject,
    tasks.content,
    tasks.responsible_units,
    tasks.deadline_text,
    tasks.deadline_date,
    tasks.recurrence,
    tasks.source_file,
    tasks.source_locator
from {{ ref('stg_task') }} as tasks
inner join {{ ref('int_report') }} as reports on tasks.report_id = reports.report_id
where reports.status = 'accepted'
