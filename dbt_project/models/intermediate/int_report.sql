-- A submission that the border checks hold back is refused, whatever the reader made of it.
with held as (
    select
        report_id,
        min(reason_vi) as reason_vi
    from {{ ref('stg_held_report') }}
    group by report_id
),

judged as (
    select
        reports.*,
        case when held.report_id is not null then 'refused' else reports.reader_status end as status,
        coalesce(reports.reader_refusal_reason, held.reason_vi) as refusal_reason
    from {{ ref('stg_report') }} as reports
    left join held on reports.report_id = held.report_id
),

-- What a revision is a revision of: the unit's report on a period; for a refused one, the folder it came
-- in.
identified as (
    select
        *,
        case
            when status = 'accepted' then 'accepted|' || unit_key || '|' || period_code || '|' || report_kind
            else 'refused|' || submission
        end as identity_key
    from judged
),

-- An accepted report is superseded by the next one of its identity, or of its folder (its unit or period
-- was put right); a refused one by anything that comes in its folder.
ordered as (
    select
        *,
        row_number() over (partition by identity_key order by landed_at, report_id) as revision,
        lead(landed_at) over (partition by identity_key order by landed_at, report_id) as next_of_identity,
        lead(landed_at) over (partition by submission, status order by landed_at, report_id)
            as next_of_status,
        lead(landed_at) over (partition by submission order by landed_at, report_id) as next_of_folder
    from identified
)

select
    report_id,
    submission,
    identity_key,
    status,
    refusal_reason,
    report_kind,
    unit_key,
    unit_code,
    unit_name,
    unit_level,
    province_name,
    period_code,
    document_number,
    issued_date,
    title,
    cutoff_start,
    cutoff_end,
    received_date,
    landed_at,
    source_file,
    source_sha256,
    revision,
    case
        when status = 'accepted' then least(next_of_identity, next_of_status)
        else next_of_folder
    end as superseded_at,
    case
        when status = 'accepted' then next_of_identity is null and next_of_status is null
        else next_of_folder is null
    end as is_current,
    -- the day that decides which version of a rule or a boundary is meant
    coalesce(cutoff_end, {{ period_end('period_code') }}, issued_date, received_date) as reference_date
from ordered
