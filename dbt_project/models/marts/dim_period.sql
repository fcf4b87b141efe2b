with codes as (
    select period_code from {{ ref('int_report') }}
    where status = 'accepted'
    union
    select period_code from {{ ref('fct_target') }}
    union
    select period_code from {{ ref('fct_index_score') }}
    union
    select period_code from {{ ref('index_group_score') }}
)

select
    period_code,
    {{ period_type('period_code') }} as period_type,
    {{ period_year('period_code') }} as year,
    {{ period_start('period_code') }} as start_date,
    {{ period_end('period_code') }} as end_date,
    {{ previous_period('period_code') }} as previous_period_code
from codes
where period_code is not null
