-- A contradiction lives through the revisions of a report: seen first in the earliest one that shows it,
-- resolved when the one behind the last that shows it no longer does.
with failures as (
    select
        outcomes.*,
        reports.unit_key,
        reports.period_code,
        reports.report_kind,
        reports.landed_at,
        reports.is_current,
        reports.superseded_at,
        rules.severity,
        rules.level,
        rules.op,
        rules.suspect,
        rules.message_vi as message_template,
        rules.suggestion_vi as suggestion_template,
        md5(
            outcomes.rule_code || '|' || reports.unit_key || '|' || reports.period_code
            || '|' || reports.report_kind || '|' || outcomes.scope || '|' || outcomes.field_code
            || '|' || outcomes.subject
        ) as finding_id
    from {{ ref('int_rule_outcome') }} as outcomes
    inner join {{ ref('int_report') }} as reports on outcomes.report_id = reports.report_id
    inner join {{ ref('stg_rule') }} as rules on outcomes.rule_id = rules.rule_id
    where outcomes.outcome = 'fail'
),

lives as (
    select
        *,
        min(landed_at) over (partition by finding_id) as first_seen_at,
        row_number() over (partition by finding_id order by landed_at desc, report_id desc) as place
    from failures
),

worded as (
    select
        lives.*,
        {{ scope_words('lives.scope') }} as scope_vi,
        case
            when lives.field_code = 'all' then ''
            else coalesce('lĩnh vực ' || fields.name_vi, '')
        end as field_vi,
        coalesce({{ vi_number('lives.left_value') }}, lives.reported_text, '') as left_vi,
        coalesce({{ vi_number('lives.right_value') }}, lives.expected_text, '') as right_vi,
        coalesce({{ vi_number('abs(lives.difference)') }}, '') as difference_vi,
        coalesce(
            {{ indicator_words('indicators.name_vi', 'indicators.form_code', 'indicators.row_code') }},
            lives.subject
        ) as name_vi
    from lives
    left join {{ ref('fields') }} as fields on lives.field_code = fields.field_code
    left join {{ ref('indicators') }} as indicators on lives.indicator_code = indicators.indicator_code
    where lives.place = 1
)

select
    finding_id,
    rule_code,
    severity,
    level,
    case when is_current then 'open' else 'resolved' end as status,
    report_id,
    unit_key,
    period_code,
    report_kind,
    scope,
    field_code,
    subject,
    indicator_code,
    {{ filled_words('message_template') }} as message_vi,
    left_value as reported_value,
    -- a range names no single value that was expected
    case when op = 'between' then null else right_value end as expected_value,
    difference,
    reported_text,
    expected_text,
    case
        when suspect = 'right' then coalesce(right_file, left_file)
        else coalesce(left_file, right_file)
    end as source_file,
    {{ join_lists('left_locators', 'right_locators') }} as source_locators,
    case
        when suspect = 'left' and {{ list_size('left_locators') }} = 1
            then {{ list_first('left_locators') }}
        when suspect = 'right' and {{ list_size('right_locators') }} = 1
            then {{ list_first('right_locators') }}
    end as suspect_locator,
    {{ filled_words('suggestion_template') }} as suggestion_vi,
    first_seen_at,
    case when not is_current then superseded_at end as resolved_at
from worded
