select
    rule_id,
    rule_code,
    rule_fingerprint,
    report_id,
    unit_key,
    period_code,
    report_kind,
    scope,
    field_code,
    subject,
    revision,
    outcome,
    left_value,
    right_value,
    difference,
    tolerance,
    cast(evaluated_at as timestamp) as evaluated_at
from {{ source('landing', 'rule_result') }}
