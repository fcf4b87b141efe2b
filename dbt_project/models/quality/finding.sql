-- The life of a contradiction. It is open while the current reports show it, acknowledged while a steward's
-- declaration holds, else resolved: then its last words are kept, although its rule left the book or its
-- figures are read otherwise now. What it was before stands in the last row that an earlier load kept of it.
{%- set words = [
    'rule_code', 'severity', 'level', 'report_id', 'unit_key', 'period_code', 'report_kind', 'scope', 'field_code',
    'subject', 'indicator_code', 'message_vi', 'reported_value', 'expected_value', 'difference', 'reported_text',
    'expected_text', 'source_file', 'source_locators', 'suspect_locator', 'suspect_value', 'meant_value',
    'slip_kind', 'also_breaks', 'suggestion_vi',
] %}
with kept as (
    select
        *,
        row_number() over (partition by finding_id order by changed_at desc) as place
    from {{ ref('stg_kept_finding') }}
),

before as (
    select * from kept
    where place = 1
),

-- the words of today, else the last that were kept, else those of a revision that was replaced unseen
told as (
    select
        finding_id,
        {{ words | join(', ') }},
        is_current as is_shown,
        case when is_current then 1 else 3 end as preference
    from {{ ref('int_contradiction') }}

    union all

    select
        finding_id,
        {{ words | join(', ') }},
        false as is_shown,
        2 as preference
    from before
),

preferred as (
    select
        *,
        row_number() over (partition by finding_id order by preference) as place
    from told
),

in_force as (
    select
        preferred.finding_id,
        acknowledgements.who,
        acknowledgements.why,
        acknowledgements.acknowledged_until,
        row_number() over (
            partition by preferred.finding_id
            order by acknowledgements.acknowledged_until desc, acknowledgements.entry asc
        ) as place
    from preferred
    inner join {{ ref('stg_acknowledgement') }} as acknowledgements
        on {{ acknowledges('acknowledgements', 'preferred') }}
    inner join {{ ref('stg_evaluation') }} as evaluation
        on acknowledgements.acknowledged_until >= evaluation.today
    where preferred.place = 1 and preferred.is_shown
),

judged as (
    select
        preferred.*,
        in_force.who as acknowledged_by,
        in_force.why as acknowledged_why,
        in_force.acknowledged_until,
        evaluation.evaluated_at,
        case
            when not preferred.is_shown then 'resolved'
            when in_force.finding_id is not null then 'acknowledged'
            else 'open'
        end as status
    from preferred
    cross join {{ ref('stg_evaluation') }} as evaluation
    left join in_force on preferred.finding_id = in_force.finding_id and in_force.place = 1
    where preferred.place = 1
),

lived as (
    select
        judged.*,
        coalesce(before.first_seen_at, judged.evaluated_at) as first_seen_at,
        case
            when before.status = judged.status then before.status_since
            else judged.evaluated_at
        end as status_since,
        coalesce(before.times_opened, 0) + case
            when before.finding_id is null or (before.status = 'resolved' and judged.status <> 'resolved') then 1
            else 0
        end as times_opened,
        case
            when
                before.status = judged.status
                and before.severity = judged.severity
                and before.report_id = judged.report_id
                and before.message_vi = judged.message_vi
                then before.changed_at
            else judged.evaluated_at
        end as changed_at
    from judged
    left join before on judged.finding_id = before.finding_id
)

select
    finding_id,
    rule_code,
    severity,
    status,
    report_id,
    unit_key,
    period_code,
    message_vi,
    reported_value,
    expected_value,
    difference,
    source_file,
    source_locators,
    suspect_locator,
    suggestion_vi,
    first_seen_at,
    case when status = 'resolved' then status_since end as resolved_at,
    level,
    report_kind,
    scope,
    field_code,
    subject,
    indicator_code,
    reported_text,
    expected_text,
    suspect_value,
    meant_value,
    slip_kind,
    also_breaks,
    acknowledged_by,
    acknowledged_why,
    acknowledged_until,
    status_since,
    times_opened,
    changed_at
from lived
