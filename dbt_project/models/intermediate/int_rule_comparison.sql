-- Both sides of each rule held against each other, before any rule gives way to another (only_if).
{% set same_instance -%}
    {side}.rule_id = left_sides.rule_id
            and {side}.report_id = left_sides.report_id
            and {side}.scope = left_sides.scope
            and {side}.field_code = left_sides.field_code
            and {side}.subject = left_sides.subject
{%- endset %}
with sides as (
    select
        sides.*,
        {{ side_value('sides') }} as value,
        {{ side_tolerance('sides') }} as tolerance
    from {{ ref('int_rule_side') }} as sides
),

left_terms as (
    select
        rule_id,
        min_by(indicator_code, term_no) as indicator_code
    from {{ ref('stg_rule_term') }}
    where side = 'left' and indicator_code is not null
    group by rule_id
),

paired as (
    select
        left_sides.rule_id,
        rules.rule_code,
        rules.op,
        rules.missing_left,
        rules.missing_right,
        left_terms.indicator_code,
        left_sides.report_id,
        left_sides.scope,
        left_sides.field_code,
        left_sides.subject,
        left_sides.value as left_value,
        case
            when rules.op = 'between' and left_sides.value > high_sides.value then high_sides.value
            else right_sides.value
        end as right_value,
        left_sides.tolerance + right_sides.tolerance as tolerance,
        left_sides.value - right_sides.value as difference,
        left_sides.value - high_sides.value as difference_high,
        left_sides.is_missing as left_is_missing,
        right_sides.is_missing as right_is_missing,
        left_sides.known_figures as left_known_figures,
        right_sides.known_figures as right_known_figures,
        left_sides.has_approximate or right_sides.has_approximate as has_approximate
    from sides as left_sides
    inner join {{ ref('stg_rule') }} as rules on left_sides.rule_id = rules.rule_id
    inner join sides as right_sides
        on
            {{ same_instance | replace('{side}', 'right_sides') }}
            and right_sides.side = 'right'
    left join sides as high_sides
        on
            {{ same_instance | replace('{side}', 'high_sides') }}
            and high_sides.side = 'right_high'
    left join left_terms on left_sides.rule_id = left_terms.rule_id
    where left_sides.side = 'left'
),

judged as (
    select
        *,
        case
            when has_approximate then 'not_applicable'
            when left_is_missing and right_is_missing then 'missing'
            -- what is known of a side already exceeds the other, whatever is missing
            when
                left_is_missing and missing_left = 'lower_bound' and left_known_figures > 0
                and difference > tolerance + {{ float_noise() }}
                then 'fail'
            when
                right_is_missing and missing_right = 'lower_bound' and right_known_figures > 0
                and -difference > tolerance + {{ float_noise() }}
                then 'fail'
            when left_is_missing or right_is_missing then 'missing'
            -- a ratio over nothing is undefined
            when difference is null then 'not_applicable'
            when op = '=' and abs(difference) <= tolerance + {{ float_noise() }} then 'pass'
            when op = '<=' and difference <= tolerance + {{ float_noise() }} then 'pass'
            when op = '>=' and -difference <= tolerance + {{ float_noise() }} then 'pass'
            when
                op = 'between'
                and -difference <= tolerance + {{ float_noise() }}
                and difference_high <= tolerance + {{ float_noise() }}
                then 'pass'
            else 'fail'
        end as outcome
    from paired
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
    case when not left_is_missing or left_known_figures > 0 then left_value end as left_value,
    case when not right_is_missing or right_known_figures > 0 then right_value end as right_value,
    case
        when outcome = 'fail' or not (left_is_missing or right_is_missing) then left_value - right_value
    end as difference,
    tolerance
from judged
