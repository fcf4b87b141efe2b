select
    cast(evaluated_at as timestamp) as evaluated_at,
    today
from {{ source('landing', 'evaluation') }}
