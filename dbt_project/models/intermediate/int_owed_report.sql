-- Who owes what by when. The calendar (expectations/calendar.yml) names levels and periods; which units owe them is
-- bounded by what the warehouse has seen: `all` units of a level from the first such report that anybody of that level
-- in the province sent, `senders` each from its own first, whatever it is called since. Months are counted apart: who
-- sends quarters owes no months.
with due as (
    select
        *,
        {{ period_type('period_code') }} as period_type,
        {{ period_end('period_code') }} as period_end
    from {{ ref('stg_due_period') }}
),

provinces as (
    select
        unit_code as province_code,
        current_province_code,
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from {{ ref('dim_unit') }}
    where unit_level = 'province'
),

begun as (
    select
        provinces.province_code,
        provinces.current_province_code,
        provinces.valid_from,
        sent.unit_level,
        sent.is_monthly,
        min(sent.period_end) as since
    from {{ ref('int_sent_report') }} as sent
    inner join provinces
        on
            sent.province_code = provinces.province_code
            and sent.period_end >= provinces.valid_from
            and sent.period_end <= provinces.valid_to
    group by
        provinces.province_code,
        provinces.current_province_code,
        provinces.valid_from,
        sent.unit_level,
        sent.is_monthly
),

-- A province that changes its type or takes over another's territory is a version of its own: it inherits the duty.
duties as (
    select
        provinces.province_code,
        provinces.valid_from,
        provinces.valid_to,
        begun.unit_level,
        begun.is_monthly,
        min(begun.since) as since
    from provinces
    inner join begun
        on
            provinces.current_province_code = begun.current_province_code
            and (
                provinces.valid_from > begun.valid_from
                or (provinces.province_code = begun.province_code and provinces.valid_from = begun.valid_from)
            )
    group by
        provinces.province_code,
        provinces.valid_from,
        provinces.valid_to,
        begun.unit_level,
        begun.is_monthly
),

owed_by_all as (
    select
        units.unit_key,
        units.series_key,
        due.*
    from due
    inner join duties
        on
            due.unit_level = duties.unit_level
            and (due.period_type = 'month') = duties.is_monthly
            and due.period_end >= duties.since
            and due.period_end >= duties.valid_from
            and due.period_end <= duties.valid_to
            and coalesce(due.province_code, duties.province_code) = duties.province_code
    inner join {{ ref('dim_unit') }} as units
        on
            due.unit_level = units.unit_level
            and duties.province_code = units.province_code
            and due.period_end >= units.valid_from
            and due.period_end <= coalesce(units.valid_to, date '9999-12-31')
    where due.owed_by = 'all'
),

first_sent as (
    select
        series_key,
        is_monthly,
        min(period_end) as since
    from {{ ref('int_sent_report') }}
    group by series_key, is_monthly
),

owed_by_senders as (
    select
        units.unit_key,
        units.series_key,
        due.*
    from first_sent
    inner join {{ ref('dim_unit') }} as units on first_sent.series_key = units.series_key
    inner join due
        on
            units.unit_level = due.unit_level
            and first_sent.is_monthly = (due.period_type = 'month')
            and first_sent.since <= due.period_end
            and units.valid_from <= due.period_end
            and coalesce(units.valid_to, date '9999-12-31') >= due.period_end
            and (due.province_code is null or units.province_code = due.province_code)
    where due.owed_by = 'senders'
),

-- a province's own practice counts before the general one
owed as (
    select
        *,
        row_number() over (
            partition by unit_key, period_code
            order by case when province_code is null then 1 else 0 end, practice
        ) as place
    from (
        select * from owed_by_all
        union all
        select * from owed_by_senders
    ) as both_kinds
)

select
    unit_key,
    series_key,
    unit_level,
    period_code,
    period_type,
    practice,
    cutoff_start,
    cutoff_end,
    due_date,
    forms
from owed
where place = 1
