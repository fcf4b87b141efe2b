select
    alert_id,
    channel,
    unit_key,
    cast(sent_at as timestamp) as sent_at,
    kind,
    finding_ids,
    message_vi
from {{ source('landing', 'alert') }}
