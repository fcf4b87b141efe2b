-- What the cells of a report that breaks a rule must satisfy together: its rules with their figures, those that hold,
-- those that do not, and those that only keep still because another tells (only_if).
with asked as (
    select
        rule_id,
        other_rule_code,
        -- silent only where the other tells: it must hold all the same
        count(case when other_outcome <> 'fail' then 1 end) = 3 as gives_way
    from {{ ref('stg_rule_condition') }}
    group by rule_id, other_rule_code
),

-- a rule that is never told is another reading of the figures: where it holds, so does the rule that looks at it
readings as (
    select
        asked.rule_id,
        {{ list_of('others.rule_id', 'others.rule_id') }} as unless
    from asked
    inner join {{ ref('stg_rule') }} as others on asked.other_rule_code = others.rule_code
    where not others.is_told
    group by asked.rule_id
),

comparisons as (
    select comparisons.*
    from {{ ref('int_rule_comparison') }} as comparisons
    where comparisons.report_id in (select cells.report_id from {{ ref('int_blame_cell') }} as cells)
),

-- a rule that is made for the case that another ended otherwise says nothing here
beside_the_point as (
    select distinct
        waiting.rule_id,
        waiting.report_id,
        waiting.scope,
        waiting.field_code,
        waiting.subject
    from comparisons as waiting
    inner join asked on waiting.rule_id = asked.rule_id
    inner join {{ ref('stg_rule') }} as other_rules on asked.other_rule_code = other_rules.rule_code
    left join comparisons as others
        on
            asked.other_rule_code = others.rule_code
            and waiting.report_id = others.report_id
            and waiting.scope = others.scope
            and waiting.field_code = others.field_code
            and waiting.subject = others.subject
    left join {{ ref('stg_rule_condition') }} as met
        on
            asked.rule_id = met.rule_id
            and asked.other_rule_code = met.other_rule_code
            and coalesce(others.outcome, 'missing') = met.other_outcome
    where not asked.gives_way and other_rules.is_told and met.rule_id is null
),

sides as (
    select 'left' as side

    union all

    select 'right' as side
),

judged as (
    select
        comparisons.rule_id,
        comparisons.report_id,
        comparisons.scope,
        comparisons.field_code,
        comparisons.subject,
        comparisons.outcome,
        rules.op,
        rules.suspect,
        rules.severity,
        comparisons.left_is_missing,
        comparisons.right_is_missing,
        not rules.is_told as is_reading,
        outcomes.outcome = 'fail' as is_told,
        readings.unless
    from comparisons
    inner join {{ ref('stg_rule') }} as rules on comparisons.rule_id = rules.rule_id
    inner join {{ ref('int_rule_outcome') }} as outcomes
        on {{ same_instance('comparisons', 'outcomes') }}
    left join readings on comparisons.rule_id = readings.rule_id
    left join beside_the_point
        on {{ same_instance('comparisons', 'beside_the_point') }}
    where
        {{ binds_one_report('rules') }}
        and beside_the_point.rule_id is null
        and (
            comparisons.outcome in ('pass', 'fail')
            -- a ratio over nothing cannot be judged as written, but could be with other values
            or (
                comparisons.outcome = 'not_applicable'
                and comparisons.difference is null
                and not comparisons.left_is_missing
                and not comparisons.right_is_missing
            )
            -- what is known of a side binds the other
            or (
                comparisons.outcome = 'missing'
                and comparisons.left_is_missing <> comparisons.right_is_missing
                and 'lower_bound'
                = case when comparisons.left_is_missing then rules.missing_left else rules.missing_right end
            )
        )
)

select
    terms.report_id,
    terms.rule_id,
    terms.scope,
    terms.field_code,
    terms.subject,
    terms.side,
    terms.part,
    terms.coefficient,
    terms.term_indicator_code,
    terms.indicator_code,
    terms.figure_scope,
    terms.figure_field_code,
    terms.subject as figure_subject,
    judged.outcome,
    judged.op,
    judged.suspect,
    judged.severity,
    judged.left_is_missing,
    judged.right_is_missing,
    judged.is_reading,
    judged.is_told,
    judged.unless
from judged
inner join {{ ref('int_rule_term_figure') }} as terms
    on {{ same_instance('judged', 'terms') }}
where terms.relation = 'this'

union all

-- a score is at most its maximum (a check, for the maximum stands beside the score)
select
    scores.report_id,
    scores.rule_id,
    scores.scope,
    scores.field_code,
    scores.subject,
    sides.side,
    'numerator' as part,
    case when sides.side = 'left' then 1 else scores.right_value end as coefficient,
    case when sides.side = 'left' then scores.indicator_code end as term_indicator_code,
    case when sides.side = 'left' then scores.indicator_code end as indicator_code,
    figures.scope as figure_scope,
    figures.field_code as figure_field_code,
    figures.subject as figure_subject,
    scores.outcome,
    '<=' as op,
    rules.suspect,
    rules.severity,
    false as left_is_missing,
    false as right_is_missing,
    false as is_reading,
    scores.outcome = 'fail' as is_told,
    {{ empty_list() }} as unless
from {{ ref('int_rule_outcome') }} as scores
inner join {{ ref('stg_rule') }} as rules on scores.rule_id = rules.rule_id
inner join {{ ref('int_figure') }} as figures
    on
        scores.report_id = figures.report_id
        and scores.indicator_code = figures.indicator_code
        and scores.left_value = figures.value
        and scores.subject like '% ' || figures.subject
cross join sides
where
    rules.check_name = 'score_above_maximum'
    and scores.outcome in ('pass', 'fail')
    and scores.report_id in (select cells.report_id from {{ ref('int_blame_cell') }} as cells)
