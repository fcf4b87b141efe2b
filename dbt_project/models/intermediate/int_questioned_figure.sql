-- Figures that stand in a comparison that is told and fails by itself: what is wrong with them is told already.
select
    figures.figure_report_id as report_id,
    figures.indicator_code,
    figures.figure_scope as scope,
    figures.figure_field_code as field_code,
    figures.subject,
    -- told in the report that states the figure, not only in another one; a list that may be incomplete is no doubt,
    -- nor is a figure that another one should have been
    max(
        case
            when
                comparisons.report_id = figures.figure_report_id
                and (rules.severity = 'error' or rules.level = 2)
                and {{ doubts_side('rules', 'figures') }}
                then 1
            else 0
        end
    ) = 1 as is_told_there,
    -- and by that report's own figures alone
    max(
        case
            when rules.severity = 'error' and rules.level <= 1 and {{ doubts_side('rules', 'figures') }} then 1
            else 0
        end
    ) = 1 as is_told_within
from {{ ref('int_rule_comparison') }} as comparisons
inner join {{ ref('stg_rule') }} as rules on comparisons.rule_id = rules.rule_id
inner join {{ ref('int_rule_term_figure') }} as figures
    on {{ same_instance('comparisons', 'figures') }}
where comparisons.outcome = 'fail' and rules.is_told and figures.indicator_code is not null
group by
    figures.figure_report_id, figures.indicator_code, figures.figure_scope, figures.figure_field_code, figures.subject
