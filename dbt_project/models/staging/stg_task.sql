select
    report_id,
    task_no,
    area_code,
    task_kind,
    subject,
    content,
    responsible_units,
    deadline_text,
    deadline_date,
    recurrence,
    source_file,
    source_locator
from {{ source('landing', 'task') }}
