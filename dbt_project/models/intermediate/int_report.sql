-- A submission that the border checks hold back is refused, whatever the reader made of it.
with held as (
    select
        report_id,
        min(reason_vi) as reason_vi
    from {{ ref('stg_held_report') }}
    group by report_id
),

-- The same files read again, because the readers changed, are no new revision: the last reading counts, with
-- the time at which the files came.
changes as (
    select
        *,
        case
            when
                submission_sha256
                = lag(submission_sha256) over (partition by submission order by landed_at, report_id)
                then 0
            else 1
        end as is_change
    from {{ ref('stg_report') }}
),

arrivals as (
    select
        *,
        sum(is_change) over (
            partition by submission order by landed_at, report_id rows between unbounded preceding and current row
        ) as arrival
    from changes
),

readings as (
    select
        *,
        min(landed_at) over (partition by submission, arrival) as arrived_at,
        row_number() over (partition by submission, arrival order by landed_at desc, report_id desc) as reading
    from arrivals
),

judged as (
    select
        readings.report_id,
        readings.submission,
        readings.report_kind,
        readings.unit_key,
        readings.unit_code,
        readings.unit_name,
        readings.unit_level,
        readings.province_name,
        readings.period_code,
        readings.document_number,
        readings.issued_date,
        readings.title,
        readings.cutoff_start,
        readings.cutoff_end,
        -- where nobody says when it came, or says a later day, it was there on the day it was first read
        least(readings.received_date, {{ day_in_vietnam('readings.arrived_at') }}) as received_date,
        coalesce(readings.received_date <= {{ day_in_vietnam('readings.arrived_at') }}, false)
            as is_received_date_stated,
        readings.arrived_at as landed_at,
        readings.source_file,
        readings.source_sha256,
        row_number() over (
            order by readings.arrived_at, coalesce(readings.received_date, date '9999-12-31'), readings.report_id
        ) as arrival_no,
        case when held.report_id is not null then 'refused' else readings.reader_status end as status,
        coalesce(readings.reader_refusal_reason, held.reason_vi) as refusal_reason
    from readings
    left join held on readings.report_id = held.report_id
    where readings.reading = 1
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
        row_number() over (partition by identity_key order by arrival_no) as revision,
        lead(landed_at) over (partition by identity_key order by arrival_no) as next_of_identity,
        lead(landed_at) over (partition by submission, status order by arrival_no) as next_of_status,
        lead(landed_at) over (partition by submission order by arrival_no) as next_of_folder
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
    is_received_date_stated,
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
