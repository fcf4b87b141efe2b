-- What came of each report that is owed (int_owed_report). A report was in time when it was there by the due day, and
-- late when its stated day of receipt, or else the day it was issued on, comes after that. Where no day of receipt is
-- stated, the day of its first reading proves no lateness: old reports are loaded long after they came. What a unit
-- sent before it changed its name or type within the period is its own.
with sent as (
    select * from {{ ref('int_sent_report') }}
),

timed as (
    select
        owed.unit_key,
        owed.period_code,
        sent.report_id,
        sent.received_date,
        sent.is_received_date_stated,
        sent.issued_date,
        case
            when sent.received_date <= owed.due_date then 'on_time'
            when sent.is_received_date_stated then 'late'
            -- a report issued after it was read has its day wrong
            when sent.issued_date > owed.due_date and sent.issued_date <= sent.received_date then 'late'
            else 'receipt_unknown'
        end as status,
        case when sent.is_received_date_stated then sent.received_date else sent.issued_date end as late_since
    from {{ ref('int_owed_report') }} as owed
    inner join sent
        on
            owed.series_key = sent.series_key
            and owed.period_code = sent.period_code
    where sent.status = 'accepted'
),

-- any revision may have kept the day: late is only what was late in all of them
accepted as (
    select
        *,
        row_number() over (
            partition by unit_key, period_code
            order by
                case status when 'on_time' then 1 when 'receipt_unknown' then 2 else 3 end,
                late_since,
                received_date,
                report_id
        ) as place
    from timed
),

refused as (
    select
        series_key,
        period_code,
        count(*) as refused_submissions,
        max_by(refusal_reason, landed_at) as refused_reason
    from sent
    where status = 'refused' and is_current
    group by series_key, period_code
),

kinds as (
    select distinct
        forms,
        unit_level
    from {{ ref('int_owed_report') }}
),

form_rows as (
    select
        kinds.forms,
        kinds.unit_level,
        indicators.indicator_code
    from kinds
    inner join {{ ref('dim_indicator') }} as indicators
        on {{ is_owed_row('indicators', 'kinds.forms', 'kinds.unit_level') }}
),

rows_expected as (
    select
        forms,
        unit_level,
        count(*) as rows_expected
    from form_rows
    group by forms, unit_level
),

stated as (
    select
        sent.series_key,
        sent.period_code,
        facts.indicator_code,
        max(case when facts.value is not null or facts.value_state = 'none_occurred' then 1 else 0 end) as is_filled
    from sent
    inner join {{ ref('fct_indicator_value') }} as facts on sent.report_id = facts.report_id
    where sent.is_current and sent.status = 'accepted'
    group by sent.series_key, sent.period_code, facts.indicator_code
),

rows_stated as (
    select
        owed.unit_key,
        owed.period_code,
        sum(stated.is_filled) as rows_filled,
        sum(1 - stated.is_filled) as rows_blank
    from {{ ref('int_owed_report') }} as owed
    inner join stated
        on
            owed.series_key = stated.series_key
            and owed.period_code = stated.period_code
    inner join form_rows
        on
            owed.forms = form_rows.forms
            and owed.unit_level = form_rows.unit_level
            and stated.indicator_code = form_rows.indicator_code
    group by owed.unit_key, owed.period_code
),

judged as (
    select
        owed.*,
        accepted.received_date,
        accepted.is_received_date_stated,
        accepted.issued_date,
        refused.refused_reason,
        coalesce(refused.refused_submissions, 0) as refused_submissions,
        case
            when accepted.unit_key is not null then accepted.status
            when refused.series_key is not null then 'refused'
            when evaluation.today > owed.due_date then 'missing'
            else 'not_yet_due'
        end as status,
        accepted.unit_key is null and evaluation.today > owed.due_date as is_missing,
        case accepted.status
            when 'late' then accepted.late_since
            when 'on_time' then owed.due_date
            when 'receipt_unknown' then null
            else evaluation.today
        end as late_until
    from {{ ref('int_owed_report') }} as owed
    cross join {{ ref('stg_evaluation') }} as evaluation
    left join accepted
        on
            owed.unit_key = accepted.unit_key
            and owed.period_code = accepted.period_code
            and accepted.place = 1
    left join refused
        on
            owed.series_key = refused.series_key
            and owed.period_code = refused.period_code
)

select
    judged.unit_key,
    judged.period_code,
    judged.period_type,
    judged.practice,
    judged.cutoff_start,
    judged.cutoff_end,
    judged.due_date,
    judged.received_date,
    judged.is_received_date_stated,
    judged.issued_date,
    judged.status,
    case when judged.status <> 'receipt_unknown' then judged.status = 'late' end as is_late,
    judged.is_missing,
    case
        when judged.late_until is not null
            then cast(greatest({{ days_between('judged.due_date', 'judged.late_until') }}, 0) as integer)
    end as days_late,
    cast(judged.refused_submissions as integer) as refused_submissions,
    judged.refused_reason,
    cast(coalesce(rows_expected.rows_expected, 0) as integer) as rows_expected,
    cast(coalesce(rows_stated.rows_filled, 0) as integer) as rows_filled,
    cast(coalesce(rows_stated.rows_blank, 0) as integer) as rows_blank
from judged
left join rows_expected
    on
        judged.forms = rows_expected.forms
        and judged.unit_level = rows_expected.unit_level
left join rows_stated
    on
        judged.unit_key = rows_stated.unit_key
        and judged.period_code = rows_stated.period_code
