-- What the other reports say that a broken rule looks at, in words: of earlier ones the period, of units below who they
-- are, with the figure and its place. Of many figures the first few stand for all.
{% set told = 3 %}
with figures as (
    select
        terms.rule_id,
        terms.report_id,
        terms.scope,
        terms.field_code,
        terms.subject,
        terms.figure_report_id,
        terms.indicator_code,
        terms.figure_scope,
        terms.figure_field_code,
        terms.relation = 'units_below' as is_below,
        min(terms.term_no) as term_no
    from {{ ref('int_rule_term_figure') }} as terms
    inner join {{ ref('int_rule_comparison') }} as broken
        on {{ same_instance('terms', 'broken') }}
    where broken.outcome = 'fail' and terms.figure_report_id <> terms.report_id
    group by
        terms.rule_id, terms.report_id, terms.scope, terms.field_code, terms.subject, terms.figure_report_id,
        terms.indicator_code, terms.figure_scope, terms.figure_field_code, terms.relation
),

worded as (
    select
        figures.rule_id,
        figures.report_id,
        figures.scope,
        figures.field_code,
        figures.subject,
        figures.figure_report_id,
        figures.is_below,
        case
            when figures.is_below then reports.unit_name
            else {{ vi_period('reports.period_code') }}
        end
        || ' ghi ' || {{ figure_words('values_there.value', 'indicators.value_type') }}
        || ' (' || {{ full_place('values_there.source_file', 'values_there.source_locator') }} || ')' as words,
        row_number() over (
            partition by figures.rule_id, figures.report_id, figures.scope, figures.field_code, figures.subject
            order by
                case when figures.is_below then -values_there.value else figures.term_no end,
                reports.unit_key, values_there.statement_no
        ) as place
    from figures
    inner join {{ ref('int_figure') }} as values_there
        on
            figures.figure_report_id = values_there.report_id
            and figures.indicator_code = values_there.indicator_code
            and figures.figure_scope = values_there.scope
            and figures.figure_field_code = values_there.field_code
            and figures.subject = values_there.subject
    inner join {{ ref('int_report') }} as reports on figures.figure_report_id = reports.report_id
    left join {{ ref('indicators') }} as indicators on figures.indicator_code = indicators.indicator_code
    where values_there.value is not null
),

listed as (
    select
        rule_id,
        report_id,
        scope,
        field_code,
        subject,
        max(case when is_below then 1 else 0 end) as is_below,
        count(*) as figures,
        count(distinct figure_report_id) as reports,
        {{ list_of('case when place <= ' ~ told ~ ' then words end', 'place') }} as words
    from worded
    group by rule_id, report_id, scope, field_code, subject
)

select
    rule_id,
    report_id,
    scope,
    field_code,
    subject,
    case
        when is_below = 0 then ''
        when figures > {{ told }} then cast(reports as string) || ' đơn vị, nhiều nhất: '
        else cast(reports as string) || ' đơn vị: '
    end
    || {{ list_to_text('words', "'; '") }}
    || case
        when is_below = 0 and figures > {{ told }} then '; và ' || cast(figures - {{ told }} as string) || ' chỗ khác'
        else ''
    end as elsewhere_vi
from listed
