select
    statements.report_id,
    statements.statement_no,
    reports.unit_key,
    reports.period_code,
    statements.indicator_code,
    statements.scope,
    statements.field_code,
    statements.value,
    statements.value_text,
    statements.value_state,
    statements.half_unit,
    statements.reported_value,
    statements.is_corrected,
    statements.correction_why,
    statements.period_start,
    statements.period_end,
    statements.is_preferred,
    distrusted.report_id is null as is_trusted,
    statements.label,
    statements.form_code,
    statements.row_code,
    statements.source_kind,
    statements.match_score,
    statements.source_file,
    statements.source_locator
from {{ ref('int_statement') }} as statements
inner join {{ ref('int_report') }} as reports on statements.report_id = reports.report_id
left join {{ ref('int_distrusted_figure') }} as distrusted
    on
        statements.report_id = distrusted.report_id
        and statements.indicator_code = distrusted.indicator_code
        and statements.scope = distrusted.scope
        and statements.field_code = distrusted.field_code
        and distrusted.subject = ''
