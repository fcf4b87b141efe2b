-- Each side of a rule, added up: what is known, what is missing, how far the digits let it stray.
with fields_wanted as (
    select
        rules.rule_id,
        figures.report_id,
        figures.scope,
        count(*) as fields_wanted
    from {{ ref('stg_rule') }} as rules
    inner join {{ ref('int_figure') }} as figures on rules.every_field_of = figures.indicator_code
    where figures.field_code <> 'all'
    group by rules.rule_id, figures.report_id, figures.scope
),

fields_found as (
    select
        found.rule_id,
        found.report_id,
        found.scope,
        found.field_code,
        found.subject,
        found.term_no,
        count(wanted.field_code) as fields_found
    from {{ ref('int_rule_term_figure') }} as found
    inner join {{ ref('stg_rule') }} as rules on found.rule_id = rules.rule_id
    inner join {{ ref('int_figure') }} as wanted
        on
            rules.every_field_of = wanted.indicator_code
            and found.report_id = wanted.report_id
            and found.figure_scope = wanted.scope
            and found.figure_field_code = wanted.field_code
    where found.field_mode = 'each'
    group by found.rule_id, found.report_id, found.scope, found.field_code, found.subject, found.term_no
),

terms as (
    select
        rule_id,
        report_id,
        scope,
        field_code,
        subject,
        term_no,
        side,
        part,
        coefficient,
        term_indicator_code,
        field_mode,
        is_optional,
        count(indicator_code) as figures,
        -- a constant is its coefficient
        case when term_indicator_code is null then 1 else coalesce(sum(value), 0) end as known_value,
        coalesce(sum(half_unit), 0) as half_unit,
        max(case when indicator_code is not null and value is null then 1 else 0 end) as has_blank,
        max(case when value_state = 'approximate' then 1 else 0 end) as has_approximate,
        count(value) as known_figures
    from {{ ref('int_rule_term_figure') }}
    group by
        rule_id, report_id, scope, field_code, subject, term_no, side, part, coefficient, term_indicator_code,
        field_mode, is_optional
),

judged as (
    select
        terms.*,
        case
            when terms.term_indicator_code is null then 0
            when terms.has_blank = 1 then 1
            when terms.figures = 0 and not terms.is_optional then 1
            when
                terms.field_mode = 'each'
                and coalesce(fields_wanted.fields_wanted, 0) > coalesce(fields_found.fields_found, 0)
                then 1
            else 0
        end as is_missing
    from terms
    left join fields_wanted
        on
            terms.rule_id = fields_wanted.rule_id
            and terms.report_id = fields_wanted.report_id
            and terms.scope = fields_wanted.scope
    left join fields_found
        on
            terms.rule_id = fields_found.rule_id
            and terms.report_id = fields_found.report_id
            and terms.scope = fields_found.scope
            and terms.field_code = fields_found.field_code
            and terms.subject = fields_found.subject
            and terms.term_no = fields_found.term_no
)

select
    rule_id,
    report_id,
    scope,
    field_code,
    subject,
    side,
    sum(case when part = 'numerator' then coefficient * known_value else 0 end) as numerator,
    sum(case when part = 'denominator' then coefficient * known_value else 0 end) as denominator,
    sum(case when part = 'numerator' then abs(coefficient) * half_unit else 0 end) as numerator_tolerance,
    sum(case when part = 'denominator' then abs(coefficient) * half_unit else 0 end)
        as denominator_tolerance,
    max(case when part = 'denominator' then 1 else 0 end) = 1 as is_ratio,
    sum(figures) as figures,
    sum(known_figures) as known_figures,
    max(has_approximate) = 1 as has_approximate,
    -- a side made only of optional terms needs one of them
    (
        max(is_missing) = 1
        or (count(term_indicator_code) > 0 and sum(figures) = 0)
    ) as is_missing
from judged
group by rule_id, report_id, scope, field_code, subject, side
