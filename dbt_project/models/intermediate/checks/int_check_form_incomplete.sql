-- A form that is nearly all there lacks some of its rows: those that the unit's level reports and whose place in
-- the form is known. Forms whose columns are the figures (II.06, II.07) print no rows of the catalogue, and a report
-- that holds a third of the rows fewer follows another edition of the form, of which nothing is asked.
with rows_asked as (
    select
        form_code,
        row_code,
        indicator_code,
        levels
    from {{ ref('indicators') }}
    where
        form_code is not null
        and form_code not like 'II.%'
        and value_type not in ('header', 'unknown')
        and source_status in ('seed_document', 'public_source')
),

-- a row that was there and could not be placed or read is told by what tells that
unplaced as (
    select distinct report_id
    from {{ ref('stg_remark') }}
    where remark_kind in ('unmapped_row', 'doubtful_row', 'label_mismatch', 'unreadable_value', 'unread_part')
),

forms_held as (
    select
        statements.report_id,
        statements.form_code,
        reports.unit_level,
        min_by(statements.source_file, statements.statement_no) as source_file,
        min_by(statements.source_locator, statements.statement_no) as source_locator
    from {{ ref('int_statement') }} as statements
    inner join {{ ref('int_report') }} as reports on statements.report_id = reports.report_id
    left join unplaced on statements.report_id = unplaced.report_id
    where statements.form_code is not null and reports.report_kind = 'report' and unplaced.report_id is null
    group by statements.report_id, statements.form_code, reports.unit_level
),

rows_found as (
    select distinct
        report_id,
        indicator_code
    from {{ ref('int_statement') }}
),

forms as (
    select
        held.report_id,
        held.form_code,
        held.source_file,
        held.source_locator,
        count(*) as rows_asked,
        count(found.indicator_code) as rows_found,
        {{ list_of('case when found.indicator_code is null then asked.row_code end', 'asked.row_code') }}
            as rows_lacking
    from forms_held as held
    inner join rows_asked as asked
        on
            held.form_code = asked.form_code
            and '|' || asked.levels || '|' like '%|' || held.unit_level || '|%'
    left join rows_found as found
        on
            held.report_id = found.report_id
            and asked.indicator_code = found.indicator_code
    group by held.report_id, held.form_code, held.source_file, held.source_locator
)

select
    'form_incomplete' as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    form_code as subject,
    cast(null as string) as indicator_code,
    case
        when rows_found = rows_asked then 'pass'
        when rows_found >= {{ var('form_rows_there') }} * rows_asked then 'fail'
        else 'not_applicable'
    end as outcome,
    cast(null as double) as left_value,
    cast(null as double) as right_value,
    {{ list_to_text('rows_lacking', "', '") }} as reported_text,
    {{ form_words('form_code') }} as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    {{ empty_list() }} as right_locators,
    source_file as left_file,
    cast(null as string) as right_file
from forms
