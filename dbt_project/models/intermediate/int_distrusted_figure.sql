-- Figures that a broken rule distrusts: the cells that are to blame for it, where they are known, else the figures
-- of its doubted side.
with broken as (
    select
        outcomes.*,
        rules.suspect,
        rules.kind
    from {{ ref('int_rule_outcome') }} as outcomes
    inner join {{ ref('stg_rule') }} as rules on outcomes.rule_id = rules.rule_id
    where outcomes.outcome = 'fail' and rules.severity = 'error' and rules.distrusts
),

unexplained as (
    select broken.*
    from broken
    left join {{ ref('int_fault') }} as faults on {{ same_instance('broken', 'faults') }}
    where faults.rule_id is null
)

select distinct
    figures.figure_report_id as report_id,
    figures.indicator_code,
    figures.figure_scope as scope,
    figures.figure_field_code as field_code,
    figures.subject
from unexplained
inner join {{ ref('int_rule_term_figure') }} as figures
    on
        unexplained.rule_id = figures.rule_id
        and unexplained.report_id = figures.report_id
        and unexplained.scope = figures.scope
        and unexplained.field_code = figures.field_code
        and unexplained.subject = figures.subject
where
    figures.indicator_code is not null
    and {{ doubts_side('unexplained', 'figures') }}

union

-- a check names the figure itself; that of an index score ends its subject with the period of the score
select
    broken.report_id,
    broken.indicator_code,
    broken.scope,
    broken.field_code,
    figures.subject
from broken
inner join {{ ref('int_figure') }} as figures
    on
        broken.report_id = figures.report_id
        and broken.indicator_code = figures.indicator_code
        and broken.scope = figures.scope
        and broken.field_code = figures.field_code
where
    broken.kind = 'check'
    and (figures.subject = '' or broken.subject like '% ' || figures.subject)

union

select
    blames.report_id,
    blames.indicator_code,
    blames.cell_scope as scope,
    blames.cell_field_code as field_code,
    blames.cell_subject as subject
from broken
inner join {{ ref('int_blame') }} as blames on {{ same_instance('broken', 'blames') }}
