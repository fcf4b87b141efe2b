-- Figures that stand in a comparison that is told and fails by itself: what is wrong with them is told already.
select distinct
    figures.figure_report_id as report_id,
    figures.indicator_code,
    figures.figure_scope as scope,
    figures.figure_field_code as field_code,
    figures.subject
from {{ ref('int_rule_comparison') }} as comparisons
inner join {{ ref('stg_rule') }} as rules on comparisons.rule_id = rules.rule_id
inner join {{ ref('int_rule_term_figure') }} as figures
    on {{ same_instance('comparisons', 'figures') }}
where comparisons.outcome = 'fail' and rules.is_told and figures.indicator_code is not null
