-- A revision that changes a figure with which nothing was wrong. Where a rule had told of the figure, or it was
-- stated twice, changing it is what was asked for.
with revisions as (
    select
        later.report_id,
        earlier.report_id as earlier_report_id,
        earlier.revision as earlier_revision
    from {{ ref('int_report') }} as later
    inner join {{ ref('int_report') }} as earlier
        on
            later.identity_key = earlier.identity_key
            and later.revision = earlier.revision + 1
    where later.status = 'accepted' and later.report_kind = 'report'
),

questioned as (
    select
        report_id,
        indicator_code,
        scope,
        field_code
    from {{ ref('int_questioned_figure') }}

    union

    select
        report_id,
        indicator_code,
        scope,
        field_code
    from {{ ref('int_check_stated_twice') }}
    where outcome = 'fail'
)

select
    'changed_in_revision' as check_name,
    revisions.report_id,
    figures.scope,
    figures.field_code,
    figures.indicator_code as subject,
    figures.indicator_code,
    case
        when 'approximate' in (figures.value_state, earlier.value_state) then 'not_applicable'
        when abs(figures.value - earlier.value) <= figures.half_unit + earlier.half_unit + {{ float_noise() }}
            then 'pass'
        when questioned.report_id is not null then 'not_applicable'
        else 'fail'
    end as outcome,
    figures.value as left_value,
    earlier.value as right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('figures.source_locator') }} as left_locators,
    {{ empty_list() }} as right_locators,
    figures.source_file as left_file,
    earlier.source_file as right_file,
    -- both revisions may lie in one file's place: only their number tells them apart
    'bản gửi lần ' || cast(revisions.earlier_revision as string) || ' ghi '
    || {{ figure_words('earlier.value', 'indicators.value_type') }}
    || ' (' || {{ full_place('earlier.source_file', 'earlier.source_locator') }} || ')' as elsewhere_vi
from revisions
inner join {{ ref('int_figure') }} as figures on revisions.report_id = figures.report_id
inner join {{ ref('int_figure') }} as earlier
    on
        revisions.earlier_report_id = earlier.report_id
        and figures.indicator_code = earlier.indicator_code
        and figures.scope = earlier.scope
        and figures.field_code = earlier.field_code
        and figures.subject = earlier.subject
inner join {{ ref('indicators') }} as indicators on figures.indicator_code = indicators.indicator_code
left join questioned
    on
        earlier.report_id = questioned.report_id
        and earlier.indicator_code = questioned.indicator_code
        and earlier.scope = questioned.scope
        and earlier.field_code = questioned.field_code
where figures.value is not null and earlier.value is not null and figures.subject = ''
