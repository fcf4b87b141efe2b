-- What is known of a unit, an indicator and a stretch of months of one year: what reports state, and, of what adds
-- up, what follows from them. A difference is taken only of figures that begin on the same day; across a merger it is
-- what the merged unit counted, less what all its parts had counted before.
with wanted as (
    select distinct
        year,
        cast(extract(month from start_date) as integer) as first_month,
        cast(extract(month from end_date) as integer) as last_month
    from {{ ref('dim_period') }}
    where period_type in ('month', 'quarter', 'half_year')
),

-- what a unit counted up to a month, or its parts before they were merged into it
earlier as (
    select
        series_key,
        is_whole,
        indicator_code,
        year,
        last_month,
        value,
        period_start,
        period_end,
        case when is_stated then made_from else '(' || made_from || ')' end as made_from,
        is_torn,
        false as is_of_parts,
        cast(null as string) as no_value_reason
    from {{ ref('int_unit_so_far') }}

    union all

    select
        series_key,
        is_whole,
        indicator_code,
        year,
        last_month,
        value,
        period_start,
        period_end,
        made_from,
        false as is_torn,
        true as is_of_parts,
        no_value_reason
    from {{ ref('int_unit_before_merger') }}
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
        later.made_from || ' - ' || earlier.made_from as made_from,
        case
            when earlier.no_value_reason is not null then earlier.no_value_reason
            when later.value is null or earlier.value is null then 'distrusted'
            when
                later.is_torn
                or earlier.is_torn
                or not {{ days_agree('later.period_start', 'earlier.period_start') }}
                or later.period_end <= earlier.period_end
                then 'days_do_not_meet'
            -- a merged unit may count from the start of the year, or only from its own: its report has to say
            when earlier.is_of_parts and later.period_start is null then 'merger_start_unknown'
            when later.value < earlier.value then 'fell'
        end as no_value_reason
    from {{ ref('int_unit_so_far') }} as later
    inner join wanted on later.year = wanted.year and later.last_month = wanted.last_month and wanted.first_month > 1
    inner join earlier
        on
            {{ same_count('later', 'earlier') }}
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
    case when no_value_reason is null then value end as value,
    period_start,
    period_end,
    made_from,
    no_value_reason
from differences
