-- How rules would end if the figures of int_supposed_figure stood in them; only where both sides are known.
with supposed as (
    select
        supposed,
        statement_no,
        rule_id,
        report_id,
        scope,
        field_code,
        subject,
        max(case when value is null then 1 else 0 end) as has_gap
    from {{ ref('int_supposed_figure') }}
    group by supposed, statement_no, rule_id, report_id, scope, field_code, subject
),

figures as (
    select
        supposed.supposed,
        supposed.statement_no,
        terms.rule_id,
        terms.report_id,
        terms.scope,
        terms.field_code,
        terms.subject,
        terms.side,
        terms.part,
        terms.coefficient,
        -- a constant is its coefficient
        case
            when terms.term_indicator_code is null then 1
            else coalesce(others.value, terms.value)
        end as value,
        coalesce(others.half_unit, terms.half_unit, 0) as half_unit
    from supposed
    inner join {{ ref('int_rule_term_figure') }} as terms
        on {{ same_instance('supposed', 'terms') }}
    left join {{ ref('int_supposed_figure') }} as others
        on
            {{ same_instance('terms', 'others') }}
            and supposed.supposed = others.supposed
            and supposed.statement_no = others.statement_no
            and terms.term_no = others.term_no
            and terms.figure_field_code = others.figure_field_code
    where supposed.has_gap = 0
),

added as (
    select
        supposed,
        statement_no,
        rule_id,
        report_id,
        scope,
        field_code,
        subject,
        {{ side_summed('left') }},
        {{ side_summed('right') }},
        {{ side_summed('right_high') }}
    from figures
    group by supposed, statement_no, rule_id, report_id, scope, field_code, subject
),

held as (
    select
        added.supposed,
        added.statement_no,
        added.rule_id,
        added.report_id,
        added.scope,
        added.field_code,
        added.subject,
        rules.op,
        {{ side_value('left') }} - {{ side_value('right') }} as difference,
        {{ side_value('left') }} - {{ side_value('right_high') }} as difference_high,
        {{ side_tolerance('left') }} + greatest({{ side_tolerance('right') }}, {{ side_tolerance('right_high') }})
        + rules.tolerance_amount + rules.tolerance_share * coalesce(abs({{ side_value('right') }}), 0)
        + {{ float_noise() }} as slack
    from added
    inner join {{ ref('stg_rule') }} as rules on added.rule_id = rules.rule_id
),

judged as (
    select
        *,
        case when {{ op_holds('slack') }} then 'pass' else 'fail' end as outcome
    from held
    where
        op in ('=', '<>', '<=', '<', '>=', '>', 'between')
        -- a ratio over nothing is undefined
        and difference is not null
        and (op <> 'between' or difference_high is not null)
)

select
    judged.supposed,
    judged.statement_no,
    judged.rule_id,
    judged.report_id,
    judged.scope,
    judged.field_code,
    judged.subject,
    comparisons.outcome as outcome_as_written,
    judged.outcome
from judged
inner join {{ ref('int_rule_comparison') }} as comparisons
    on {{ same_instance('judged', 'comparisons') }}
where
    comparisons.outcome in ('pass', 'fail')
    and not comparisons.left_is_missing
    and not comparisons.right_is_missing
