-- Months of a quarter added up, up to each of them: a unit that reports by months has said the quarter when it has
-- said the third. Percentages of months do not add up. A sum that a distrusted month belongs to is no value.
with months as (
    select
        unit_key,
        series_key,
        is_whole,
        indicator_code,
        year,
        last_month,
        cast(ceil(last_month / 3.0) as integer) * 3 as quarter_end,
        value,
        period_start,
        period_end,
        period_code
    from {{ ref('int_unit_stated') }}
    where
        measure = 'flow'
        and indicator_code in (
            select indicators.indicator_code from {{ ref('dim_indicator') }} as indicators
            where indicators.value_type in ('count', 'money')
        )
        and (value is not null or no_value_reason = 'distrusted')
        and period_type = 'month'
        and first_month = last_month
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
    case when count(value) over quarter_so_far = count(*) over quarter_so_far then sum(value) over quarter_so_far end
        as value,
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
