-- Nothing that a report cites, and no day that it counts to, can lie behind the day it was issued on.
with dated as (
    select
        remarks.*,
        reports.issued_date,
        case remarks.remark_kind
            when 'document_date' then 'document_date_after_report'
            else 'cutoff_after_report'
        end as check_name,
        row_number() over (
            partition by remarks.report_id, remarks.remark_kind, remarks.subject
            order by remarks.date_value desc nulls last, remarks.source_locator asc
        ) as place
    from {{ ref('stg_remark') }} as remarks
    inner join {{ ref('int_report') }} as reports on remarks.report_id = reports.report_id
    where reports.status = 'accepted' and remarks.remark_kind in ('document_date', 'cutoff_date')
)

select
    check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    coalesce(subject, '') as subject,
    cast(null as string) as indicator_code,
    case
        when date_value is null then 'missing'
        when issued_date is null then 'not_applicable'
        when date_value > issued_date then 'fail'
        else 'pass'
    end as outcome,
    cast(null as double) as left_value,
    cast(null as double) as right_value,
    reported_text,
    {{ vi_date('issued_date') }} as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    {{ empty_list() }} as right_locators,
    source_file as left_file,
    cast(null as string) as right_file
from dated
where place = 1
