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
    is_optional,
    relation,
    every_field_of,
    operand
from {{ source('landing', 'rule_term') }}
