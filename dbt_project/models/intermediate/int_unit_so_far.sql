-- What each unit counted from the start of the year to the end of each month that its reports reach: as a report states
-- it (six months, nine months, the year, a cumulative row), else the last such figure and the quarters since, else that
-- and the months since. Only what adds up: flows of counts and money. Without a value where a figure that it needs is
-- distrusted.
with stated as (
    select
        stated.*,
        -- of reports that state the same months, the one named after them
        case stated.period_type when 'quarter' then 1 when 'month' then 2 else 0 end as name_order
    from {{ ref('int_unit_stated') }} as stated
    inner join {{ ref('dim_indicator') }} as indicators on stated.indicator_code = indicators.indicator_code
    where
        stated.measure = 'flow'
        and indicators.value_type in ('count', 'money')
        and (stated.value is not null or stated.no_value_reason = 'distrusted')
        and stated.period_type not in ('multi_year', 'other')
),

-- One row for the end of each quarter: the year so far where it is stated (kind 0), else the quarter, as stated (1) or
-- as its months (2), else the second half of the year (3).
ends as (
    select
        unit_key,
        series_key,
        is_whole,
        indicator_code,
        year,
        first_month,
        last_month,
        value,
        period_start,
        period_end,
        period_code as made_from,
        false as is_torn,
        name_order,
        case when first_month = 1 then 0 when first_month = last_month - 2 then 1 else 3 end as kind
    from stated
    where
        last_month in (3, 6, 9, 12)
        and (first_month in (1, last_month - 2) or (first_month = 7 and last_month = 12))

    union all

    select
        unit_key,
        series_key,
        is_whole,
        indicator_code,
        year,
        first_month,
        last_month,
        value,
        period_start,
        period_end,
        made_from,
        is_torn,
        0 as name_order,
        2 as kind
    from {{ ref('int_unit_month') }}
    where is_complete and last_month = quarter_end
),

best as (
    select
        *,
        row_number() over (
            partition by series_key, is_whole, indicator_code, year, last_month
            order by case when value is null then 1 else 0 end, kind, name_order, made_from
        ) as place
    from ends
),

followed as (
    select
        *,
        first_month = 1 as is_start,
        lag(last_month) over following as previous_month,
        lag(period_end) over following as previous_end,
        sum(case when first_month = 1 then 1 else 0 end) over following as start_no
    from best
    where place = 1
    window following as (partition by series_key, is_whole, indicator_code, year order by last_month)
),

added as (
    select
        *,
        case when count(value) over since_start = count(*) over since_start then sum(value) over since_start end
            as value_so_far,
        first_value(period_start) over since_start as first_day,
        concat_ws(
            ' + ',
            lag(made_from, 3) over since_start,
            lag(made_from, 2) over since_start,
            lag(made_from) over since_start,
            made_from
        ) as made_from_all,
        sum(case when is_start or previous_month = first_month - 1 then 0 else 1 end) over since_start as gaps,
        sum(
            case when not is_torn and (is_start or {{ days_meet('previous_end', 'period_start') }}) then 0 else 1 end
        ) over since_start as tears
    from followed
    where start_no > 0
    window since_start as (
        partition by series_key, is_whole, indicator_code, year, start_no order by last_month

    )
),

quarters as (
    select
        unit_key,
        series_key,
        is_whole,
        indicator_code,
        year,
        last_month,
        value_so_far as value,
        first_day as period_start,
        period_end,
        made_from_all as made_from,
        tears > 0 as is_torn,
        kind = 0 as is_stated
    from added
    where gaps = 0
),

-- months between the ends of quarters
months as (
    select
        unit_key,
        series_key,
        is_whole,
        indicator_code,
        year,
        last_month,
        value,
        period_start,
        period_end,
        period_code as made_from,
        false as is_torn,
        name_order,
        true as is_stated
    from stated
    where first_month = 1 and last_month not in (3, 6, 9, 12)

    union all

    select
        months.unit_key,
        months.series_key,
        months.is_whole,
        months.indicator_code,
        months.year,
        months.last_month,
        case when quarters.unit_key is null then months.value else quarters.value + months.value end as value,
        case when quarters.unit_key is null then months.period_start else quarters.period_start end as period_start,
        months.period_end,
        concat_ws(' + ', quarters.made_from, months.made_from) as made_from,
        months.is_torn
        or coalesce(quarters.is_torn, false)
        or not {{ days_meet('quarters.period_end', 'months.period_start') }} as is_torn,
        0 as name_order,
        false as is_stated
    from {{ ref('int_unit_month') }} as months
    left join quarters
        on
            {{ same_count('months', 'quarters') }}
            and months.first_month - 1 = quarters.last_month
    where
        months.is_complete
        and months.last_month < months.quarter_end
        and (months.first_month = 1 or quarters.unit_key is not null)
),

placed as (
    select
        *,
        row_number() over (
            partition by series_key, is_whole, indicator_code, year, last_month
            order by
                case when value is null then 1 else 0 end,
                case when is_stated then 0 else 1 end,
                name_order,
                made_from
        ) as place
    from months
)

select * from quarters
union all
select
    unit_key,
    series_key,
    is_whole,
    indicator_code,
    year,
    last_month,
    value,
    period_start,
    period_end,
    made_from,
    is_torn,
    is_stated
from placed
where place = 1
