-- Months of a quarter added up, up to each of them: a unit that reports by months has said the quarter when it has
-- said the third. Percentages of months do not add up.
with months as (
    select
        stated.unit_key,
        stated.series_key,
        stated.is_whole,
        stated.indicator_code,
        stated.year,
        stated.last_month,
        cast(ceil(stated.last_month / 3.0) as integer) * 3 as quarter_end,
        stated.value,
        stated.period_start,
        stated.period_end,
        stated.period_code
    from {{ ref('int_unit_stated') }} as stated
    inner join {{ ref('dim_indicator') }} as indicators on stated.indicator_code = indicators.indicator_code
    where
        stated.measure = 'flow'
        and indicators.value_type in ('count', 'money')
        and stated.value is not null
        and stated.period_type = 'month'
        and stated.first_month = stated.last_month
),

followed as (
    select
        *,
        lag(period_end) over (
            partition by series_key, is_whole, indicator_code, year, quarter_end order by last_month
        ) as previous_end
    from months
)

select
    unit_key,
    series_key,
    is_whole,
    indicator_code,
    year,
    quarter_end - 2 as first_month,
    last_month,
    quarter_end,
    sum(value) over quarter_so_far as value,
    first_value(period_start) over quarter_so_far as period_start,
    period_end,
    concat_ws(
        ' + ', lag(period_code, 2) over quarter_so_far, lag(period_code) over quarter_so_far, period_code
    ) as made_from,
    sum(case when {{ days_meet('previous_end', 'period_start') }} then 0 else 1 end) over quarter_so_far > 0 as is_torn,
    count(*) over quarter_so_far = last_month - quarter_end + 3 as is_complete
from followed
window quarter_so_far as (
    partition by series_key, is_whole, indicator_code, year, quarter_end order by last_month
)
