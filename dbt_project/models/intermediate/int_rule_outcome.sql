-- The outcome of every rule for every report, scope, field and subject. A rule with `only_if` keeps still
-- (not_applicable) unless the other rules ended, taken by themselves, as it asks; one that is not told never
-- breaks: it is there for others to look at.
with checks as (
    select * from {{ ref('int_check_stated_twice') }}
    union all
    select * from {{ ref('int_check_rate_without_base') }}
    union all
    select * from {{ ref('int_check_score_above_maximum') }}
    union all
    select * from {{ ref('int_check_dates') }}
    union all
    select * from {{ ref('int_check_carried_over') }}
    union all
    select * from {{ ref('int_check_period_title_body') }}
    union all
    select * from {{ ref('int_check_reading') }}
),

by_itself as (
    select
        comparisons.*,
        evidence.left_locators,
        evidence.right_locators,
        evidence.left_file,
        evidence.right_file,
        evidence.left_parts,
        evidence.right_parts,
        cast(null as string) as reported_text,
        cast(null as string) as expected_text
    from {{ ref('int_rule_comparison') }} as comparisons
    left join {{ ref('int_rule_evidence') }} as evidence
        on
            comparisons.rule_id = evidence.rule_id
            and comparisons.report_id = evidence.report_id
            and comparisons.scope = evidence.scope
            and comparisons.field_code = evidence.field_code
            and comparisons.subject = evidence.subject

    union all

    select
        rules.rule_id,
        rules.rule_code,
        checks.report_id,
        checks.scope,
        checks.field_code,
        checks.subject,
        checks.indicator_code,
        checks.outcome,
        checks.left_value,
        checks.right_value,
        checks.left_value - checks.right_value as difference,
        cast(null as double) as tolerance,
        checks.left_locators,
        checks.right_locators,
        checks.left_file,
        checks.right_file,
        cast(null as string) as left_parts,
        cast(null as string) as right_parts,
        checks.reported_text,
        checks.expected_text
    from checks
    inner join {{ ref('stg_rule') }} as rules on checks.check_name = rules.check_name
    inner join {{ ref('int_report') }} as reports on checks.report_id = reports.report_id
    where {{ rule_applies('rules', 'reports') }}
),

allowed as (
    select
        rule_id,
        {{ each_of('only_if') }} as condition
    from {{ ref('stg_rule') }}
),

conditions as (
    select
        rule_id,
        split_part(condition, '=', 1) as other_rule_code,
        split_part(condition, '=', 2) as other_outcome
    from allowed
),

asked as (
    select distinct
        rule_id,
        other_rule_code
    from conditions
),

-- A rule that was not evaluated at all had nothing to look at: missing.
kept_still as (
    select distinct
        waiting.rule_id,
        waiting.report_id,
        waiting.scope,
        waiting.field_code,
        waiting.subject
    from by_itself as waiting
    inner join asked on waiting.rule_id = asked.rule_id
    left join by_itself as others
        on
            asked.other_rule_code = others.rule_code
            and waiting.report_id = others.report_id
            and waiting.scope = others.scope
            and waiting.field_code = others.field_code
            and waiting.subject = others.subject
    left join conditions as met
        on
            waiting.rule_id = met.rule_id
            and asked.other_rule_code = met.other_rule_code
            and coalesce(others.outcome, 'missing') = met.other_outcome
    where met.rule_id is null
)

select
    by_itself.rule_id,
    by_itself.rule_code,
    by_itself.report_id,
    by_itself.scope,
    by_itself.field_code,
    by_itself.subject,
    by_itself.indicator_code,
    case
        when kept_still.rule_id is not null then 'not_applicable'
        when by_itself.outcome = 'fail' and not rules.is_told then 'not_applicable'
        else by_itself.outcome
    end as outcome,
    by_itself.left_value,
    by_itself.right_value,
    by_itself.difference,
    by_itself.tolerance,
    by_itself.left_locators,
    by_itself.right_locators,
    by_itself.left_file,
    by_itself.right_file,
    by_itself.left_parts,
    by_itself.right_parts,
    by_itself.reported_text,
    by_itself.expected_text
from by_itself
inner join {{ ref('stg_rule') }} as rules on by_itself.rule_id = rules.rule_id
left join kept_still
    on
        by_itself.rule_id = kept_still.rule_id
        and by_itself.report_id = kept_still.report_id
        and by_itself.scope = kept_still.scope
        and by_itself.field_code = kept_still.field_code
        and by_itself.subject = kept_still.subject
