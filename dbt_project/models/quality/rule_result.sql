select
    outcomes.rule_id,
    outcomes.rule_code,
    outcomes.report_id,
    reports.unit_key,
    reports.period_code,
    outcomes.scope,
    outcomes.field_code,
    outcomes.subject,
    outcomes.outcome,
    outcomes.left_value,
    outcomes.right_value,
    outcomes.difference,
    outcomes.tolerance
from {{ ref('int_rule_outcome') }} as outcomes
inner join {{ ref('int_report') }} as reports on outcomes.report_id = reports.report_id
