-- Where the figures of a broken comparison stand, and how they were added: for what is told of it.
with figures as (
    select
        terms.rule_id,
        terms.report_id,
        terms.scope,
        terms.field_code,
        terms.subject,
        terms.side,
        terms.part,
        terms.term_no,
        figures.statement_no,
        figures.source_file,
        case
            when terms.figure_report_id <> terms.report_id
                then {{ full_place('figures.source_file', 'figures.source_locator') }}
            else figures.source_locator
        end as source_locator,
        case when terms.coefficient < 0 then '− ' else '+ ' end || {{ vi_number('figures.value') }} as words
    from {{ ref('int_rule_term_figure') }} as terms
    inner join {{ ref('int_rule_comparison') }} as broken
        on {{ same_instance('terms', 'broken') }}
    left join {{ ref('int_figure') }} as figures
        on
            terms.figure_report_id = figures.report_id
            and terms.indicator_code = figures.indicator_code
            and terms.figure_scope = figures.scope
            and terms.figure_field_code = figures.field_code
            and terms.subject = figures.subject
    where broken.outcome = 'fail'
),

sides as (
    select
        rule_id,
        report_id,
        scope,
        field_code,
        subject,
        side,
        min(source_file) as source_file,
        {{ list_of('source_locator', 'term_no, statement_no') }} as locators,
        {{ list_of("case when part = 'numerator' then words end", 'term_no, statement_no') }} as numerator_words,
        {{ list_of("case when part = 'denominator' then words end", 'term_no, statement_no') }} as denominator_words
    from figures
    group by rule_id, report_id, scope, field_code, subject, side
)

select
    left_sides.rule_id,
    left_sides.report_id,
    left_sides.scope,
    left_sides.field_code,
    left_sides.subject,
    left_sides.source_file as left_file,
    right_sides.source_file as right_file,
    coalesce(left_sides.locators, {{ empty_list() }}) as left_locators,
    coalesce(right_sides.locators, {{ empty_list() }}) as right_locators,
    {{ sum_words('left_sides') }} as left_parts,
    {{ sum_words('right_sides') }} as right_parts
from sides as left_sides
inner join sides as right_sides
    on
        {{ same_instance('left_sides', 'right_sides') }}
        and right_sides.side = 'right'
where left_sides.side = 'left'
