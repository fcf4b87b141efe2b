-- The figures behind each operand that is more than a figure of the report itself: a sum over fields, a figure of
-- an earlier report (the nearest one that states it) or of the units below.
with operands as (
    select distinct
        operand,
        relation,
        field_mode,
        indicator_code
    from {{ ref('stg_rule_term') }}
    where operand <> indicator_code
),

figures as (
    select
        operands.operand,
        operands.relation,
        related.report_id,
        related.place,
        figures.scope,
        case when operands.field_mode = 'each' then 'all' else figures.field_code end as field_code,
        figures.subject,
        figures.report_id as figure_report_id,
        figures.indicator_code,
        figures.field_code as figure_field_code,
        figures.value,
        figures.value_state,
        figures.half_unit,
        figures.statement_no
    from operands
    inner join {{ ref('int_figure') }} as figures on operands.indicator_code = figures.indicator_code
    inner join {{ ref('int_related_report') }} as related
        on
            operands.relation = related.relation
            and figures.report_id = related.related_report_id
    where
        (operands.field_mode = 'same' or figures.field_code <> 'all')
        -- an earlier report that left the cell blank does not state it
        and (operands.relation in ('this', 'units_below') or figures.value is not null)
),

nearest as (
    select
        *,
        min(place) over (partition by operand, report_id, scope, field_code, subject) as nearest_place
    from figures
)

select
    operand,
    relation,
    report_id,
    scope,
    field_code,
    subject,
    figure_report_id,
    indicator_code,
    figure_field_code,
    value,
    value_state,
    half_unit,
    statement_no
from nearest
where place = nearest_place
