select
    files.report_id,
    files.source_file,
    files.source_sha256,
    files.file_format,
    files.size_bytes,
    files.status,
    files.reason
from {{ ref('stg_report_file') }} as files
inner join {{ ref('int_report') }} as reports on files.report_id = reports.report_id
