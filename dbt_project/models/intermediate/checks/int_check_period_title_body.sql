-- The title of a report and its opening sentence speak of the same period.
with periods as (
    select
        remarks.report_id,
        remarks.remark_kind,
        remarks.period_code,
        remarks.reported_text,
        remarks.source_file,
        remarks.source_locator,
        row_number() over (
            partition by remarks.report_id, remarks.remark_kind
            order by remarks.source_locator
        ) as place
    from {{ ref('stg_remark') }} as remarks
    inner join {{ ref('int_report') }} as reports on remarks.report_id = reports.report_id
    where reports.status = 'accepted' and remarks.remark_kind in ('title_period', 'body_period')
)

select
    'period_title_body' as check_name,
    titles.report_id,
    'all' as scope,
    'all' as field_code,
    'period' as subject,
    cast(null as string) as indicator_code,
    case
        when titles.period_code is null or bodies.period_code is null then 'missing'
        when titles.period_code <> bodies.period_code then 'fail'
        else 'pass'
    end as outcome,
    cast(null as double) as left_value,
    cast(null as double) as right_value,
    bodies.reported_text,
    titles.reported_text as expected_text,
    {{ list_with('bodies.source_locator') }} as left_locators,
    {{ list_with('titles.source_locator') }} as right_locators,
    bodies.source_file as left_file,
    titles.source_file as right_file
from periods as titles
inner join periods as bodies on titles.report_id = bodies.report_id
where
    titles.remark_kind = 'title_period' and titles.place = 1
    and bodies.remark_kind = 'body_period' and bodies.place = 1
