-- A report whose figures are all left blank came, but says nothing. One blank cell is a state of its figure, no fault;
-- a declared "không phát sinh" says something.
with reports_held as (
    select
        statements.report_id,
        count(*) as figures,
        sum(case when statements.value_state = 'blank' then 1 else 0 end) as blanks,
        min_by(statements.source_file, statements.statement_no) as source_file,
        min_by(statements.source_locator, statements.statement_no) as source_locator
    from {{ ref('int_statement') }} as statements
    inner join {{ ref('int_report') }} as reports on statements.report_id = reports.report_id
    where reports.report_kind = 'report'
    group by statements.report_id
)

select
    'report_blank' as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    '' as subject,
    cast(null as string) as indicator_code,
    case when blanks = figures then 'fail' else 'pass' end as outcome,
    cast(null as double) as left_value,
    cast(null as double) as right_value,
    cast(blanks as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    {{ empty_list() }} as right_locators,
    source_file as left_file,
    cast(null as string) as right_file
from reports_held
