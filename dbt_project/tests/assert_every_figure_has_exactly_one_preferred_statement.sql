select
    report_id,
    indicator_code,
    scope,
    field_code
from {{ ref('fct_indicator_value') }}
group by report_id, indicator_code, scope, field_code
having sum(case when is_preferred then 1 else 0 end) <> 1
