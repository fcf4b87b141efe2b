-- Both sides of each rule added up and held against each other, before any rule gives way to another (only_if).
-- A rule is looked at once for each report, scope, field and subject in which the report states any of its terms.
{% set slack = 'tolerance + ' ~ float_noise() %}
with terms as (
    select
        terms.*,
        rules.instance_scope,
        rules.instance_field
    from {{ ref('stg_rule_term') }} as terms
    inner join {{ ref('stg_rule') }} as rules on terms.rule_id = rules.rule_id
),

-- what a side asks for, and what of it is a constant
asked as (
    select
        rule_id,
        min_by(indicator_code, term_no) as indicator_code,
        {{ side_asked('left') }},
        {{ side_asked('right') }},
        {{ side_asked('right_high') }}
    from terms
    group by rule_id
),

operands as (
    select
        indicator_code as operand,
        report_id,
        scope,
        field_code,
        subject,
        value,
        half_unit,
        case when value is null then 1 else 0 end as has_gap,
        case when value_state = 'approximate' then 1 else 0 end as has_approximate,
        case when value is not null or value_state = 'none_occurred' then 1 else 0 end as is_stated
    from {{ ref('int_figure') }}

    union all

    select
        operand,
        report_id,
        scope,
        field_code,
        subject,
        value,
        half_unit,
        has_gap,
        has_approximate,
        is_stated
    from {{ ref('int_rule_operand') }}
),

found as (
    select
        terms.rule_id,
        operands.report_id,
        coalesce(terms.instance_scope, operands.scope) as scope,
        coalesce(terms.instance_field, operands.field_code) as field_code,
        operands.subject,
        max(case when terms.relation = 'this' then 1 else 0 end) as is_own,
        max(operands.has_approximate) = 1 as has_approximate,
        {{ side_found('left') }},
        {{ side_found('right') }},
        {{ side_found('right_high') }},
        max(case when terms.side = 'left' then operands.is_stated else 0 end) as left_is_stated,
        max(case when terms.side = 'right' then operands.is_stated else 0 end) as right_is_stated,
        count(case when terms.side = 'left' and operands.value <> 0 then 1 end) as left_nonzero
    from operands
    inner join terms
        on
            operands.operand = terms.operand
            and {{ term_fits('terms', 'operands') }}
    group by all
),

added as (
    select
        found.rule_id,
        rules.rule_code,
        rules.op,
        rules.missing_left,
        rules.missing_right,
        rules.tolerance_amount,
        rules.tolerance_share,
        asked.indicator_code,
        found.report_id,
        found.scope,
        found.field_code,
        found.subject,
        found.has_approximate,
        found.left_is_stated,
        found.right_is_stated,
        found.left_nonzero,
        {{ side_added('left') }},
        {{ side_added('right') }},
        {{ side_added('right_high') }}
    from found
    inner join {{ ref('stg_rule') }} as rules on found.rule_id = rules.rule_id
    inner join asked on found.rule_id = asked.rule_id
    inner join {{ ref('int_rule_report') }} as reports on found.report_id = reports.report_id
    where found.is_own = 1 and {{ rule_applies('rules', 'reports') }}
),

valued as (
    select
        *,
        left_lacks as left_is_missing,
        right_lacks or right_high_lacks as right_is_missing,
        {{ side_value('left') }} as left_value,
        {{ side_value('right') }} as right_value,
        {{ side_value('right_high') }} as high_value,
        {{ side_tolerance('left') }} as left_tolerance,
        {{ side_tolerance('right') }} as right_tolerance,
        {{ side_tolerance('right_high') }} as high_tolerance
    from added
),

paired as (
    select
        *,
        left_tolerance + greatest(right_tolerance, high_tolerance)
        + tolerance_amount + tolerance_share * coalesce(abs(right_value), 0) as tolerance,
        left_value - right_value as difference,
        left_value - high_value as difference_high
    from valued
),

judged as (
    select
        *,
        case
            when op = 'at_most_one' and left_nonzero <= 1 then 'pass'
            when op = 'at_most_one' then 'fail'
            when op = 'both_or_neither' and left_is_stated <> right_is_stated then 'fail'
            when op = 'both_or_neither' and left_is_stated = 1 then 'pass'
            when op = 'both_or_neither' then 'not_applicable'
            when has_approximate then 'not_applicable'
            when left_is_missing and right_is_missing then 'missing'
            -- what is known of a side already breaks the rule, whatever is missing
            when
                left_is_missing and missing_left = 'lower_bound' and left_known > 0
                and (difference > {{ slack }} or (op = '<' and -difference <= {{ slack }}))
                then 'fail'
            when
                right_is_missing and missing_right = 'lower_bound' and right_known > 0
                and (-difference > {{ slack }} or (op = '>' and difference <= {{ slack }}))
                then 'fail'
            when left_is_missing or right_is_missing then 'missing'
            -- a ratio over nothing is undefined
            when difference is null or (op = 'between' and difference_high is null) then 'not_applicable'
            when {{ op_holds(slack) }} then 'pass'
            else 'fail'
        end as outcome
    from paired
),

told as (
    select
        *,
        case when not left_is_missing or left_known > 0 then left_value end as left_told,
        case
            when right_is_missing and right_known = 0 then null
            when op = 'between' and difference_high > 0 then high_value
            else right_value
        end as right_told
    from judged
)

select
    rule_id,
    rule_code,
    report_id,
    scope,
    field_code,
    subject,
    indicator_code,
    outcome,
    case when op = 'at_most_one' then left_nonzero else left_told end as left_value,
    right_told as right_value,
    case
        when op = 'at_most_one' then left_nonzero - right_told
        when outcome = 'fail' or not (left_is_missing or right_is_missing) then left_told - right_told
    end as difference,
    tolerance,
    left_is_missing,
    right_is_missing
from told
