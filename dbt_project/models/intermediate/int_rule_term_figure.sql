-- Which figures stand in which term of which rule: a rule is looked at once for each report, scope and
-- field in which any of its terms is stated. A term without a figure keeps its row, with an empty figure.
with terms as (
    select
        terms.rule_id,
        terms.term_no,
        terms.side,
        terms.part,
        terms.coefficient,
        terms.indicator_code,
        terms.scope as term_scope,
        terms.field_mode,
        terms.is_optional,
        rules.instance_scope,
        rules.instance_field
    from {{ ref('stg_rule_term') }} as terms
    inner join {{ ref('stg_rule') }} as rules on terms.rule_id = rules.rule_id
),

stated as (
    select distinct
        terms.rule_id,
        figures.report_id,
        coalesce(terms.instance_scope, figures.scope) as scope,
        coalesce(terms.instance_field, figures.field_code) as field_code,
        figures.subject
    from terms
    inner join {{ ref('int_figure') }} as figures
        on
            terms.indicator_code = figures.indicator_code
            and (terms.term_scope is null or terms.term_scope = figures.scope)
            and (
                terms.instance_field is null
                or (terms.field_mode = 'each' and figures.field_code <> 'all')
                or (terms.field_mode = 'same' and figures.field_code = 'all')
            )
),

instances as (
    select stated.*
    from stated
    inner join {{ ref('stg_rule') }} as rules on stated.rule_id = rules.rule_id
    inner join {{ ref('int_report') }} as reports on stated.report_id = reports.report_id
    where {{ rule_applies('rules', 'reports') }}
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
    terms.field_mode,
    terms.is_optional,
    figures.indicator_code,
    figures.scope as figure_scope,
    figures.field_code as figure_field_code,
    figures.value,
    figures.value_state,
    figures.half_unit
from instances
inner join terms on instances.rule_id = terms.rule_id
left join {{ ref('int_figure') }} as figures
    on
        terms.indicator_code = figures.indicator_code
        and instances.report_id = figures.report_id
        and instances.subject = figures.subject
        and coalesce(terms.term_scope, instances.scope) = figures.scope
        and (
            (terms.field_mode = 'same' and instances.field_code = figures.field_code)
            or (terms.field_mode = 'each' and figures.field_code <> 'all')
        )
