-- Which figures stand in which term of which rule, for the reports that break any rule that is told or state a figure
-- twice: what the places of a finding, the doubted figures and the search for who is to blame are taken from. A term
-- without a figure keeps its row, with an empty figure.
with broken as (
    select distinct comparisons.report_id
    from {{ ref('int_rule_comparison') }} as comparisons
    inner join {{ ref('stg_rule') }} as rules on comparisons.rule_id = rules.rule_id
    where comparisons.outcome = 'fail' and rules.is_told

    union

    select report_id from {{ ref('int_check_stated_twice') }}
    where outcome = 'fail'
),

instances as (
    select
        comparisons.rule_id,
        comparisons.report_id,
        comparisons.scope,
        comparisons.field_code,
        comparisons.subject
    from {{ ref('int_rule_comparison') }} as comparisons
    inner join broken on comparisons.report_id = broken.report_id
),

figures as (
    select
        indicator_code as operand,
        report_id,
        scope,
        field_code,
        subject,
        report_id as figure_report_id,
        indicator_code,
        field_code as figure_field_code,
        value,
        value_state,
        half_unit,
        statement_no
    from {{ ref('int_figure') }}
    where report_id in (select broken.report_id from broken)

    union all

    select
        operand,
        report_id,
        scope,
        field_code,
        subject,
        figure_report_id,
        indicator_code,
        figure_field_code,
        value,
        value_state,
        half_unit,
        statement_no
    from {{ ref('int_rule_operand_figure') }}
    where report_id in (select broken.report_id from broken)
)

select
    instances.rule_id,
    instances.report_id,
    instances.scope,
    instances.field_code,
    instances.subject,
    terms.term_no,
    terms.side,
    terms.part,
    terms.coefficient,
    terms.indicator_code as term_indicator_code,
    terms.relation,
    terms.field_mode,
    terms.is_optional,
    figures.figure_report_id,
    figures.statement_no as figure_statement_no,
    figures.indicator_code,
    figures.scope as figure_scope,
    figures.figure_field_code,
    figures.value,
    figures.value_state,
    figures.half_unit
from instances
inner join {{ ref('stg_rule_term') }} as terms on instances.rule_id = terms.rule_id
left join figures
    on
        terms.operand = figures.operand
        and instances.report_id = figures.report_id
        and instances.subject = figures.subject
        and instances.field_code = figures.field_code
        and coalesce(terms.scope, instances.scope) = figures.scope
