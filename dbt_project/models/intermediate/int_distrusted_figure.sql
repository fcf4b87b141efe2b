-- Figures that stand on the doubted side of a broken rule that distrusts.
with broken as (
    select
        outcomes.*,
        rules.suspect,
        rules.kind
    from {{ ref('int_rule_outcome') }} as outcomes
    inner join {{ ref('stg_rule') }} as rules on outcomes.rule_id = rules.rule_id
    where outcomes.outcome = 'fail' and rules.severity = 'error' and rules.distrusts
)

select distinct
    figures.report_id,
    figures.indicator_code,
    figures.figure_scope as scope,
    figures.figure_field_code as field_code,
    figures.subject
from broken
inner join {{ ref('int_rule_term_figure') }} as figures
    on
        broken.rule_id = figures.rule_id
        and broken.report_id = figures.report_id
        and broken.scope = figures.scope
        and broken.field_code = figures.field_code
        and broken.subject = figures.subject
where
    figures.indicator_code is not null
    and (
        broken.suspect = 'either'
        or figures.side = broken.suspect
        or (broken.suspect = 'right' and figures.side = 'right_high')
    )

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
