-- What rules compare: the preferred statement of each figure, and the scores of published indices, whose subject
-- is the period that they were given for and, in a table of many units, the unit.
select
    report_id,
    indicator_code,
    scope,
    field_code,
    '' as subject,
    value,
    value_state,
    half_unit,
    statement_no,
    source_file,
    source_locator
from {{ ref('int_statement') }}
where is_preferred

union all

select
    report_id,
    indicator_code,
    'all' as scope,
    'all' as field_code,
    subject,
    score as value,
    case when score is null then 'blank' else value_state end as value_state,
    half_unit,
    0 as statement_no,
    source_file,
    source_locator
from {{ ref('int_index_score') }}
where preference = 1 and measures = 'score'
