select
    alert_id,
    channel,
    unit_key,
    sent_at,
    kind,
    finding_ids,
    message_vi
from {{ ref('stg_alert') }}
