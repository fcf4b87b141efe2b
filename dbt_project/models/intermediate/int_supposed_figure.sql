-- Figures that stand in for others, to see how rules would end with them (int_supposed_outcome):
--   untold       beside other periods, what its own report was told of gives way to the nearest figure of which
--                nothing is told: a jump is told once, hides no other, and the way back from it is no second one.
--                Where there is none, the value is null.
--   other_place  a figure stated twice, as one of the places says that are not preferred (statement_no)
with doubted as (
    select terms.*
    from {{ ref('int_rule_term_figure') }} as terms
    inner join {{ ref('int_rule_comparison') }} as broken
        on {{ same_instance('terms', 'broken') }}
    inner join {{ ref('stg_rule') }} as rules on terms.rule_id = rules.rule_id
    inner join {{ ref('int_questioned_figure') }} as questioned
        on {{ same_figure('terms', 'questioned') }}
    where
        broken.outcome = 'fail'
        and rules.level = 2
        and questioned.is_told_there
        and terms.figure_report_id <> terms.report_id
),

trusted as (
    select
        doubted.rule_id,
        doubted.report_id,
        doubted.scope,
        doubted.field_code,
        doubted.subject,
        doubted.term_no,
        doubted.figure_field_code,
        figures.value,
        figures.half_unit,
        row_number() over (
            partition by
                doubted.rule_id, doubted.report_id, doubted.scope, doubted.field_code, doubted.subject,
                doubted.term_no, doubted.figure_field_code
            order by related.place
        ) as place
    from doubted
    inner join {{ ref('int_related_report') }} as related
        on
            doubted.relation = related.relation
            and doubted.report_id = related.report_id
    inner join {{ ref('int_figure') }} as figures
        on
            related.related_report_id = figures.report_id
            and doubted.indicator_code = figures.indicator_code
            and doubted.figure_scope = figures.scope
            and doubted.figure_field_code = figures.field_code
            and doubted.subject = figures.subject
    left join {{ ref('int_questioned_figure') }} as questioned
        on
            figures.report_id = questioned.report_id
            and figures.indicator_code = questioned.indicator_code
            and figures.scope = questioned.scope
            and figures.field_code = questioned.field_code
            and figures.subject = questioned.subject
            and questioned.is_told_there
    where figures.value is not null and figures.value_state <> 'approximate' and questioned.report_id is null
)

select
    'untold' as supposed,
    0 as statement_no,
    doubted.rule_id,
    doubted.report_id,
    doubted.scope,
    doubted.field_code,
    doubted.subject,
    doubted.term_no,
    doubted.figure_field_code,
    trusted.value,
    trusted.half_unit
from doubted
left join trusted
    on
        {{ same_instance('doubted', 'trusted') }}
        and doubted.term_no = trusted.term_no
        and doubted.figure_field_code = trusted.figure_field_code
        and trusted.place = 1

union all

select
    'other_place' as supposed,
    others.statement_no,
    terms.rule_id,
    terms.report_id,
    terms.scope,
    terms.field_code,
    terms.subject,
    terms.term_no,
    terms.figure_field_code,
    others.value,
    others.half_unit
from {{ ref('int_check_stated_twice') }} as twice
inner join {{ ref('int_statement') }} as others
    on
        twice.report_id = others.report_id
        and twice.indicator_code = others.indicator_code
        and twice.scope = others.scope
        and twice.field_code = others.field_code
        and {{ lists_meet('twice.left_locators', list_with('others.source_locator')) }}
inner join {{ ref('int_rule_term_figure') }} as terms
    on
        twice.report_id = terms.figure_report_id
        and twice.indicator_code = terms.indicator_code
        and twice.scope = terms.figure_scope
        and twice.field_code = terms.figure_field_code
        and terms.subject = ''
inner join {{ ref('stg_rule') }} as rules on terms.rule_id = rules.rule_id
where twice.outcome = 'fail' and {{ binds_one_report('rules') }}
