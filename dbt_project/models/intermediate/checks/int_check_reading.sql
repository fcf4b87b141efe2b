-- What a reader could not place or read is told as it stands; a subject met twice is told once.
with remarks as (
    select
        remarks.*,
        row_number() over (
            partition by remarks.report_id, remarks.remark_kind, coalesce(remarks.subject, '')
            order by remarks.source_locator
        ) as place
    from {{ ref('stg_remark') }} as remarks
    inner join {{ ref('int_report') }} as reports on remarks.report_id = reports.report_id
    where
        reports.status = 'accepted'
        -- the others are evidence that further checks weigh
        and remarks.remark_kind not in (
            'document_date', 'cutoff_date', 'title_period', 'body_period'
        )
)

select
    remark_kind as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    coalesce(subject, '') as subject,
    cast(null as string) as indicator_code,
    'fail' as outcome,
    cast(null as double) as left_value,
    cast(null as double) as right_value,
    reported_text,
    expected_text,
    {{ list_with('source_locator') }} as left_locators,
    {{ empty_list() }} as right_locators,
    source_file as left_file,
    cast(null as string) as right_file
from remarks
where place = 1
