-- Whose figures a rule may speak of beside a report's own: relation by relation, the nearest report first (place).
--   this               the report itself
--   previous           the unit's report on a period that ends on the eve of this one
--   year_before        on the same period of the year before
--   year_start         on the whole year before, which is what this year started from
--   earlier_this_year  on a period of this year that ended earlier
--   so_far             the same, where both periods begin on one day: what is counted can only have grown
--   last_report        on any period that ended earlier, in this year or the one before
--   units_below        of each unit directly below on the same period; null where it sent none
with reports as (
    select
        reports.report_id,
        reports.unit_key,
        -- a unit that changes its name or type only has one past
        coalesce(units.series_key, reports.unit_key) as series_key,
        reports.is_current,
        reports.period_code,
        reports.reference_date,
        {{ period_type('reports.period_code') }} as period_type,
        {{ period_year('reports.period_code') }} as period_year,
        {{ period_start('reports.period_code') }} as start_date,
        {{ period_end('reports.period_code') }} as end_date
    from {{ ref('int_report') }} as reports
    left join {{ ref('dim_unit') }} as units on reports.unit_key = units.unit_key
    where reports.status = 'accepted' and reports.report_kind = 'report'
),

dated as (
    select * from reports
    where period_type not in ('multi_year', 'other')
),

earlier as (
    select
        reports.report_id,
        others.report_id as related_report_id,
        reports.start_date = {{ next_day('others.end_date') }} as is_previous,
        others.period_year = reports.period_year - 1
        and substring(others.period_code, 5) = substring(reports.period_code, 5) as is_year_before,
        others.period_year = reports.period_year - 1 and others.period_type = 'year' as is_year_start,
        others.period_year = reports.period_year as is_earlier_this_year,
        others.start_date = reports.start_date as is_so_far,
        row_number() over (
            partition by reports.report_id
            order by
                others.end_date desc,
                case when others.period_type = reports.period_type then 0 else 1 end asc,
                others.start_date asc
        ) as place
    from dated as reports
    inner join dated as others
        on
            reports.series_key = others.series_key
            and reports.end_date > others.end_date
            and reports.period_year <= others.period_year + 1
            and others.is_current
),

children as (
    select
        reports.report_id,
        below.report_id as related_report_id
    from reports
    inner join {{ ref('int_unit_below') }} as units
        on
            reports.unit_key = units.parent_key
            and reports.reference_date >= units.valid_from
            and reports.reference_date <= coalesce(units.valid_to, date '9999-12-31')
    left join reports as below
        on
            units.unit_key = below.unit_key
            and reports.period_code = below.period_code
            and below.is_current
)

select
    'this' as relation,
    report_id,
    report_id as related_report_id,
    cast(1 as bigint) as place
from {{ ref('int_report') }}
where status = 'accepted'
{% for relation in ['previous', 'year_before', 'year_start', 'earlier_this_year', 'so_far'] %}
    union all

    select
        '{{ relation }}' as relation,
        report_id,
        related_report_id,
        place
    from earlier
    where is_{{ relation }}
{% endfor %}
union all

select
    'last_report' as relation,
    report_id,
    related_report_id,
    place
from earlier

union all

select
    'units_below' as relation,
    report_id,
    related_report_id,
    cast(1 as bigint) as place
from children
