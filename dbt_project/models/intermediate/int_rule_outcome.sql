-- The outcome of every rule for every report, scope, field and subject. A rule with `only_if` keeps still
-- (not_applicable) unless the other rules ended, taken by themselves, as it asks; one that is not told never
-- breaks: it is there for others to look at.
{% set checks = [
    'stated_twice', 'score_above_maximum', 'dates', 'period_title_body', 'reading', 'form_incomplete', 'report_blank',
    'changed_in_revision', 'outliers', 'index_ratio', 'index_rank', 'index_source',
    'calculation',
] %}
{% set checks_beside_others = ['changed_in_revision', 'outliers'] %}
with checks as (
    {%- for check in checks %}
        {%- if check in checks_beside_others %}
            select * from {{ ref('int_check_' ~ check) }}
        {%- else %}
            select
                *,
                cast(null as string) as elsewhere_vi
            from {{ ref('int_check_' ~ check) }}
        {%- endif %}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

by_itself as (
    select
        comparisons.rule_id,
        comparisons.rule_code,
        comparisons.report_id,
        comparisons.scope,
        comparisons.field_code,
        comparisons.subject,
        comparisons.indicator_code,
        comparisons.outcome,
        comparisons.left_value,
        comparisons.right_value,
        comparisons.difference,
        comparisons.tolerance,
        evidence.left_locators,
        evidence.right_locators,
        evidence.left_file,
        evidence.right_file,
        evidence.left_parts,
        evidence.right_parts,
        elsewhere.elsewhere_vi,
        cast(null as string) as reported_text,
        cast(null as string) as expected_text
    from {{ ref('int_rule_comparison') }} as comparisons
    left join {{ ref('int_rule_evidence') }} as evidence
        on {{ same_instance('comparisons', 'evidence') }}
    left join {{ ref('int_rule_elsewhere') }} as elsewhere
        on {{ same_instance('comparisons', 'elsewhere') }}

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
        checks.reported_text as left_parts,
        checks.expected_text as right_parts,
        checks.elsewhere_vi,
        checks.reported_text,
        checks.expected_text
    from checks
    inner join {{ ref('stg_rule') }} as rules on checks.check_name = rules.check_name
    inner join {{ ref('int_rule_report') }} as reports on checks.report_id = reports.report_id
    where {{ rule_applies('rules', 'reports') }}
),

asked as (
    select distinct
        rule_id,
        other_rule_code
    from {{ ref('stg_rule_condition') }}
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
    left join {{ ref('stg_rule_condition') }} as met
        on
            waiting.rule_id = met.rule_id
            and asked.other_rule_code = met.other_rule_code
            and coalesce(others.outcome, 'missing') = met.other_outcome
    where met.rule_id is null
),

-- Held against other periods, a figure is not told again that its own report contradicts, nor one beside a figure
-- that was told there, unless it is as unlikely beside the last one of which nothing was told.
told_before as (
    select distinct
        broken.rule_id,
        broken.report_id,
        broken.scope,
        broken.field_code,
        broken.subject
    from {{ ref('int_rule_comparison') }} as broken
    inner join {{ ref('stg_rule') }} as rules on broken.rule_id = rules.rule_id
    inner join {{ ref('int_rule_term_figure') }} as figures
        on {{ same_instance('broken', 'figures') }}
    inner join {{ ref('int_questioned_figure') }} as questioned
        on {{ same_figure('figures', 'questioned') }}
    left join {{ ref('int_supposed_outcome') }} as untold
        on
            {{ same_instance('broken', 'untold') }}
            and untold.supposed = 'untold'
    where
        broken.outcome = 'fail'
        and rules.level = 2
        and questioned.is_told_there
        and case
            when figures.figure_report_id = broken.report_id then questioned.is_told_within
            else coalesce(untold.outcome, 'pass') = 'pass'
        end
),

-- What a sentence says of its own numbers is not told again where a rule is told of two of them.
told_places as (
    select
        by_itself.rule_id,
        by_itself.report_id,
        by_itself.scope,
        by_itself.field_code,
        by_itself.subject,
        rules.check_name,
        {{ each_of(join_lists('by_itself.left_locators', 'by_itself.right_locators')) }} as locator
    from by_itself
    inner join {{ ref('stg_rule') }} as rules on by_itself.rule_id = rules.rule_id
    left join kept_still on {{ same_instance('by_itself', 'kept_still') }}
    where
        by_itself.outcome = 'fail'
        and rules.is_told
        and kept_still.rule_id is null
        and (rules.check_name is null or rules.check_name like 'calculation%')
),

told_by_rules as (
    select
        calculations.rule_id,
        calculations.report_id,
        calculations.scope,
        calculations.field_code,
        calculations.subject
    from told_places as calculations
    inner join told_places as others
        on
            calculations.report_id = others.report_id
            and calculations.locator = others.locator
    where calculations.check_name is not null and others.check_name is null
    group by
        calculations.rule_id, calculations.report_id, calculations.scope, calculations.field_code,
        calculations.subject, others.rule_id, others.scope, others.field_code, others.subject
    having count(distinct calculations.locator) > 1
),

told_already as (
    select * from told_before

    union

    select * from told_by_rules
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
        when kept_still.rule_id is not null or told_already.rule_id is not null then 'not_applicable'
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
    by_itself.elsewhere_vi,
    by_itself.reported_text,
    by_itself.expected_text
from by_itself
inner join {{ ref('stg_rule') }} as rules on by_itself.rule_id = rules.rule_id
left join kept_still
    on {{ same_instance('by_itself', 'kept_still') }}
left join told_already
    on {{ same_instance('by_itself', 'told_already') }}
