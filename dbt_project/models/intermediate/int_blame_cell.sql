-- Every figure of a report that breaks a rule: the cells among which the fault is looked for, with what the report
-- says of it elsewhere and what the report before said.
with broken as (
    select distinct outcomes.report_id
    from {{ ref('int_rule_outcome') }} as outcomes
    inner join {{ ref('stg_rule') }} as rules on outcomes.rule_id = rules.rule_id
    where outcomes.outcome = 'fail' and {{ binds_one_report('rules') }}
),

figures as (
    select figures.*
    from {{ ref('int_figure') }} as figures
    inner join broken on figures.report_id = broken.report_id
),

stated as (
    select
        figures.report_id,
        figures.indicator_code,
        figures.scope,
        figures.field_code,
        statements.statement_no,
        statements.value,
        abs(statements.value - figures.value)
        <= statements.half_unit + figures.half_unit + {{ float_noise() }} as agrees
    from figures
    inner join {{ ref('int_statement') }} as statements
        on
            figures.report_id = statements.report_id
            and figures.indicator_code = statements.indicator_code
            and figures.scope = statements.scope
            and figures.field_code = statements.field_code
    where
        figures.subject = ''
        and figures.value is not null
        and statements.value is not null
        and statements.value_state <> 'approximate'
),

repeated as (
    select
        report_id,
        indicator_code,
        scope,
        field_code,
        count(case when agrees then 1 end) as times_stated,
        {{ list_of('case when not agrees then value end', 'statement_no') }} as other_values
    from stated
    group by report_id, indicator_code, scope, field_code
),

before as (
    select
        related.report_id,
        earlier.indicator_code,
        earlier.scope,
        earlier.field_code,
        earlier.subject,
        earlier.value
    from {{ ref('int_related_report') }} as related
    inner join {{ ref('int_figure') }} as earlier on related.related_report_id = earlier.report_id
    where related.relation = 'last_report' and related.place = 1
)

select
    figures.report_id,
    figures.statement_no,
    figures.indicator_code,
    figures.scope,
    figures.field_code,
    figures.subject,
    figures.value,
    figures.half_unit,
    indicators.value_type,
    statements.form_code,
    before.value as previous_value,
    coalesce(repeated.times_stated, 1) as times_stated,
    repeated.other_values
from figures
inner join {{ ref('indicators') }} as indicators on figures.indicator_code = indicators.indicator_code
left join {{ ref('int_statement') }} as statements
    on
        figures.report_id = statements.report_id
        and figures.statement_no = statements.statement_no
left join repeated
    on
        figures.report_id = repeated.report_id
        and figures.indicator_code = repeated.indicator_code
        and figures.scope = repeated.scope
        and figures.field_code = repeated.field_code
        and figures.subject = ''
left join before
    on
        figures.report_id = before.report_id
        and figures.indicator_code = before.indicator_code
        and figures.scope = before.scope
        and figures.field_code = before.field_code
        and figures.subject = before.subject
