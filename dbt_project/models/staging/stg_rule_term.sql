select
    rule_id,
    rule_code,
    term_no,
    side,
    part,
    coefficient,
    indicator_code,
    scope,
    field_mode,
    is_optional
from {{ source('landing', 'rule_term') }}
