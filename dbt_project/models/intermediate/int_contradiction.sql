-- What the reports show, one row for each contradiction, in the words of the latest revision that shows it.
with failures as (
    select
        outcomes.*,
        faults.slip_kind,
        faults.suspect_file,
        faults.suspect_locator,
        faults.suspect_value,
        faults.meant_value,
        faults.also_breaks,
        faults.fault_vi,
        faults.repair_vi,
        coalesce(faults.others_vi, '') as others_vi,
        reports.unit_key,
        reports.period_code,
        reports.report_kind,
        reports.is_current,
        rules.severity,
        rules.level,
        rules.op,
        -- of two statements, the one that the other figures contradict; else neither
        case
            when rules.check_name = 'stated_twice' then coalesce(twice.suspect, 'either')
            else rules.suspect
        end as suspect,
        twice.suspect as twice_suspect,
        rules.message_vi as message_template,
        rules.suggestion_vi as suggestion_template,
        md5(
            outcomes.rule_code || '|' || reports.unit_key || '|' || reports.period_code
            || '|' || reports.report_kind || '|' || outcomes.scope || '|' || outcomes.field_code
            || '|' || outcomes.subject
        ) as finding_id,
        reports.landed_at
    from {{ ref('int_rule_outcome') }} as outcomes
    inner join {{ ref('int_report') }} as reports on outcomes.report_id = reports.report_id
    inner join {{ ref('stg_rule') }} as rules on outcomes.rule_id = rules.rule_id
    left join {{ ref('int_fault') }} as faults on {{ same_instance('outcomes', 'faults') }}
    left join {{ ref('int_stated_twice_suspect') }} as twice
        on
            rules.check_name = 'stated_twice'
            and outcomes.report_id = twice.report_id
            and outcomes.indicator_code = twice.indicator_code
            and outcomes.scope = twice.scope
            and outcomes.field_code = twice.field_code
    -- what one fault broke is told once
    where
        outcomes.outcome = 'fail'
        and coalesce(faults.is_told, true)
        and not exists (
            select 1 from {{ ref('int_blame') }} as blames
            where
                rules.check_name = 'stated_twice'
                and blames.slip_kind = 'stated_otherwise'
                and blames.report_id = outcomes.report_id
                and blames.indicator_code = outcomes.indicator_code
                and blames.cell_scope = outcomes.scope
                and blames.cell_field_code = outcomes.field_code
        )
),

latest as (
    select
        *,
        row_number() over (partition by finding_id order by landed_at desc, report_id desc) as place
    from failures
),

worded as (
    select
        latest.*,
        {{ scope_words('latest.scope') }} as scope_vi,
        case
            when latest.field_code = 'all' then ''
            else coalesce('lĩnh vực ' || fields.name_vi, '')
        end as field_vi,
        coalesce({{ vi_number('latest.left_value') }}, latest.reported_text, '') as left_vi,
        coalesce({{ vi_number('latest.right_value') }}, latest.expected_text, '') as right_vi,
        coalesce({{ vi_number('abs(latest.difference)') }}, '') as difference_vi,
        coalesce(
            {{ indicator_words('indicators.name_vi', 'indicators.form_code', 'indicators.row_code') }},
            latest.subject
        ) as name_vi,
        {{ subject_words('latest.subject') }} as subject_vi
    from latest
    left join {{ ref('fields') }} as fields on latest.field_code = fields.field_code
    left join {{ ref('indicators') }} as indicators on latest.indicator_code = indicators.indicator_code
    where latest.place = 1
),

filled as (
    select
        *,
        {{ filled_words('message_template') }} as message_filled,
        {{ filled_words('suggestion_template') }} as suggestion_filled
    from worded
)

select
    finding_id,
    rule_code,
    severity,
    level,
    report_id,
    is_current,
    unit_key,
    period_code,
    report_kind,
    scope,
    field_code,
    subject,
    indicator_code,
    case when slip_kind = 'block_shifted' then fault_vi || ' ' else '' end
    || {{ tidy_words('message_filled') }} || others_vi as message_vi,
    left_value as reported_value,
    case
        -- a range names no single value that was expected, but the report's other rules may
        when op = 'between' then case when left_value = suspect_value then meant_value end
        else right_value
    end as expected_value,
    difference,
    reported_text,
    expected_text,
    coalesce(
        suspect_file,
        case when suspect = 'right' then right_file end,
        left_file,
        right_file
    ) as source_file,
    {{ join_lists('left_locators', 'right_locators') }} as source_locators,
    coalesce(
        suspect_locator,
        case
            when slip_kind = 'undecided' then null
            when suspect = 'left' and {{ list_size('left_locators') }} = 1
                then {{ list_first('left_locators') }}
            when suspect = 'right' and {{ list_size('right_locators') }} = 1
                then {{ list_first('right_locators') }}
        end
    ) as suspect_locator,
    suspect_value,
    meant_value,
    slip_kind,
    coalesce(also_breaks, {{ empty_list() }}) as also_breaks,
    case
        -- the rule's own words already say what to do with the cell that it doubts
        when
            slip_kind is null
            or (
                slip_kind = 'wrong_value'
                and suspect = 'left'
                and {{ list_size('left_locators') }} = 1
                and suspect_locator = {{ list_first('left_locators') }}
            )
            then
                case twice_suspect
                    when 'left'
                        then
                            'Số ' || right_vi || ' khớp với các số khác của báo cáo, số '
                            || left_vi || ' thì không. '
                    when 'right'
                        then
                            'Số ' || left_vi || ' khớp với các số khác của báo cáo, số '
                            || right_vi || ' thì không. '
                    else ''
                end
                || {{ tidy_words('suggestion_filled') }}
        when slip_kind = 'block_shifted' then repair_vi
        else fault_vi || coalesce(' ' || repair_vi, '')
    end as suggestion_vi
from filled
