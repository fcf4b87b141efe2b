-- shown in Dagster as a check of rule_result
{{ config(meta={'dagster': {'ref': {'name': 'rule_result'}}}) }}
select results.*
from {{ ref('rule_result') }} as results
inner join {{ ref('rule') }} as rules on results.rule_id = rules.rule_id
where
    rules.kind = 'expression'
    and results.outcome = 'pass'
    and (results.left_value is null or results.right_value is null)
