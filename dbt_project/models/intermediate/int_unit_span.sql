-- What is known of a unit, an indicator and a stretch of months of one year: what reports state, and, of what adds
-- up, what follows from them. A difference is taken only of figures that begin on the same day.
with wanted as (
    select distinct
        year,
        cast(extract(month from start_date) as integer) as first_month,
        cast(extract(month from end_date) as integer) as last_month
    from {{ ref('dim_period') }}
    where period_type in ('month', 'quarter', 'half_year')
),

differences as (
    select
        later.unit_key,
        later.series_key,
        later.is_whole,
        later.indicator_code,
        later.year,
        wanted.first_month,
        later.last_month,
        later.value - earlier.value as value,
        case when earlier.period_end is not null then {{ next_day('earlier.period_end') }} end as period_start,
        later.period_end,
        later.made_from
        || ' - '
        || case when earlier.is_stated then earlier.made_from else '(' || earlier.made_from || ')' end as made_from,
        later.is_torn
        or earlier.is_torn
        or not {{ days_agree('later.period_start', 'earlier.period_start') }}
        or coalesce(later.period_end <= earlier.period_end, false) as is_torn
    from {{ ref('int_unit_so_far') }} as later
    inner join wanted on later.year = wanted.year and later.last_month = wanted.last_month and wanted.first_month > 1
    inner join {{ ref('int_unit_so_far') }} as earlier
        on
            later.series_key = earlier.series_key
            and later.is_whole = earlier.is_whole
            and later.indicator_code = earlier.indicator_code
            and later.year = earlier.year
            and wanted.first_month - 1 = earlier.last_month
)

select
    unit_key,
    series_key,
    is_whole,
    indicator_code,
    year,
    first_month,
    last_month,
    period_code as stated_in,
    'reported' as derivation,
    value,
    period_start,
    period_end,
    period_code as made_from,
    no_value_reason
from {{ ref('int_unit_stated') }}
where period_type not in ('multi_year', 'other')

union all

select
    unit_key,
    series_key,
    is_whole,
    indicator_code,
    year,
    1 as first_month,
    last_month,
    cast(null as string) as stated_in,
    'sum' as derivation,
    case when not is_torn then value end as value,
    period_start,
    period_end,
    made_from,
    case when value is null then 'distrusted' when is_torn then 'days_do_not_meet' end as no_value_reason
from {{ ref('int_unit_so_far') }}
where not is_stated

union all

select
    unit_key,
    series_key,
    is_whole,
    indicator_code,
    year,
    first_month,
    last_month,
    cast(null as string) as stated_in,
    'sum' as derivation,
    case when not is_torn then value end as value,
    period_start,
    period_end,
    made_from,
    case when value is null then 'distrusted' when is_torn then 'days_do_not_meet' end as no_value_reason
from {{ ref('int_unit_month') }}
where is_complete and last_month = quarter_end and first_month > 1

union all

select
    unit_key,
    series_key,
    is_whole,
    indicator_code,
    year,
    first_month,
    last_month,
    cast(null as string) as stated_in,
    'difference' as derivation,
    case when not is_torn and value >= 0 then value end as value,
    period_start,
    period_end,
    made_from,
    case
        when value is null then 'distrusted'
        when is_torn then 'days_do_not_meet'
        when value < 0 then 'fell'
    end as no_value_reason
from differences
