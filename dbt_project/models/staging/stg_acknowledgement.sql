select
    entry,
    finding_id,
    rule_code,
    unit_code,
    period_code,
    scope,
    field_code,
    subject,
    who,
    why,
    until as acknowledged_until
from {{ source('landing', 'acknowledgement') }}
