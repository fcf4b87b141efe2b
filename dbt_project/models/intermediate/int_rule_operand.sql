-- The operands of int_rule_operand_figure added up. What is not complete has a gap: a blank, a field that was asked
-- for (every_field_of) and is not there, a unit below that did not tell.
with fields_asked as (
    select distinct
        operand,
        every_field_of
    from {{ ref('stg_rule_term') }}
    where every_field_of is not null
),

fields_wanted as (
    select
        asked.operand,
        figures.report_id,
        figures.scope,
        figures.field_code
    from fields_asked as asked
    inner join {{ ref('int_figure') }} as figures on asked.every_field_of = figures.indicator_code
    where figures.field_code <> 'all'
),

fields_lacking as (
    select distinct
        wanted.operand,
        wanted.report_id,
        wanted.scope
    from fields_wanted as wanted
    left join {{ ref('int_rule_operand_figure') }} as found
        on
            wanted.operand = found.operand
            and wanted.report_id = found.figure_report_id
            and wanted.scope = found.scope
            and wanted.field_code = found.figure_field_code
    where found.operand is null
),

units_wanted as (
    select
        report_id,
        count(*) as units
    from {{ ref('int_related_report') }}
    where relation = 'units_below'
    group by report_id
),

added as (
    select
        operand,
        relation,
        report_id,
        scope,
        field_code,
        subject,
        min(figure_report_id) as figure_report_id,
        count(distinct figure_report_id) as reports,
        sum(value) as value,
        sum(half_unit) as half_unit,
        max(case when value is null then 1 else 0 end) as has_blank,
        max(case when value_state = 'approximate' then 1 else 0 end) as has_approximate,
        max(case when value is not null or value_state = 'none_occurred' then 1 else 0 end) as is_stated
    from {{ ref('int_rule_operand_figure') }}
    group by operand, relation, report_id, scope, field_code, subject
)

select
    added.operand,
    added.relation,
    added.report_id,
    added.scope,
    added.field_code,
    added.subject,
    added.value,
    added.half_unit,
    greatest(
        added.has_blank,
        case when lacking.operand is null then 0 else 1 end,
        case when added.relation = 'units_below' and added.reports < units_wanted.units then 1 else 0 end
    ) as has_gap,
    added.has_approximate,
    added.is_stated
from added
left join fields_lacking as lacking
    on
        added.operand = lacking.operand
        and added.figure_report_id = lacking.report_id
        and added.scope = lacking.scope
left join units_wanted on added.report_id = units_wanted.report_id
