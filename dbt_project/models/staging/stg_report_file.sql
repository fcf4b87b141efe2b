select
    report_id,
    source_file,
    source_sha256,
    file_format,
    size_bytes,
    status,
    reason
from {{ source('landing', 'report_file') }}
