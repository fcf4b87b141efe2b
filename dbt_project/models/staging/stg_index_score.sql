select
    report_id,
    index_code,
    period_code,
    component_code,
    score,
    max_score,
    half_unit,
    rank as index_rank,
    rank_of as index_rank_of,
    value_text,
    source_file,
    source_locator
from {{ source('landing', 'index_score') }}
