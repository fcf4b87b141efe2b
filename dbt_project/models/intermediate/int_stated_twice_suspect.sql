-- Which side of a figure that is stated twice is to be doubted: the places that are not preferred (left) where their
-- value would break a rule that the preferred one keeps, and mend none; the preferred ones (right) where it would only
-- mend. Where the other figures take no side, or both, there is no row.
with weighed as (
    select
        supposed.report_id,
        statements.indicator_code,
        statements.scope,
        statements.field_code,
        count(case when supposed.outcome_as_written = 'pass' and supposed.outcome = 'fail' then 1 end) as breaks,
        count(case when supposed.outcome_as_written = 'fail' and supposed.outcome = 'pass' then 1 end) as mends,
        count(
            case
                when
                    rules.is_told and rules.severity = 'error'
                    and supposed.outcome <> supposed.outcome_as_written
                    then 1
            end
        ) as weighty
    from {{ ref('int_supposed_outcome') }} as supposed
    inner join {{ ref('stg_rule') }} as rules on supposed.rule_id = rules.rule_id
    inner join {{ ref('int_statement') }} as statements
        on
            supposed.report_id = statements.report_id
            and supposed.statement_no = statements.statement_no
    where supposed.supposed = 'other_place'
    group by supposed.report_id, statements.indicator_code, statements.scope, statements.field_code
)

select
    report_id,
    indicator_code,
    scope,
    field_code,
    case when breaks > 0 then 'left' else 'right' end as suspect
from weighed
where weighty > 0 and (breaks = 0 or mends = 0)
