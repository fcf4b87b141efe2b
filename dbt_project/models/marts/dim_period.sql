with reported as (
    select period_code from {{ ref('int_report') }}
    where status = 'accepted'
),

-- The other names of what ends on the same day: who reports on six months says something of the second quarter, and
-- the reports of two quarters of the six months. Months only in years that somebody reports by months.
names as (
    select
        substring(period_code, 1, 4) as year,
        {{ period_type('period_code') }} as period_type,
        substring(cast({{ period_end('period_code') }} as string), 6, 2) as last_month
    from reported
    where {{ period_type('period_code') }} not in ('multi_year', 'other')
),

codes as (
    select period_code from reported
    union
    select year || case last_month when '03' then '-Q1' when '06' then '-Q2' when '09' then '-Q3' else '-Q4' end
    from names
    where last_month in ('03', '06', '09', '12')
    union
    select year || case last_month when '06' then '-H1' when '09' then '-9M' else '' end
    from names
    where last_month in ('06', '09', '12') and period_type <> 'month'
    union
    select names.year || '-' || names.last_month
    from names
    inner join names as months on names.year = months.year and months.period_type = 'month'
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
