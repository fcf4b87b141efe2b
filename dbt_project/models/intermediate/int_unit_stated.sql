-- What each unit's current reports state of each period: its figure for the whole of it (scope all, or a district's
-- office and its communes together), or, of a district that tells of its own office only, that office. Figures that a
-- broken rule casts doubt on are no values. Which months a value speaks for is decided here, once.
with facts as (
    select
        facts.*,
        reports.series_key,
        reports.unit_level
    from {{ ref('fct_indicator_value') }} as facts
    inner join {{ ref('int_speaking_report') }} as reports on facts.report_id = reports.report_id
    where
        reports.unit_level in ('province', 'district', 'commune')
        and facts.is_preferred
        and facts.value is not null
        and facts.field_code = 'all'
),

-- only a district tells of its parts
figures as (
    select
        unit_key,
        series_key,
        unit_level,
        period_code,
        indicator_code,
        max(case when scope = 'all' and is_trusted then value end) as whole,
        max(case when scope = 'district' and is_trusted then value end) as office,
        max(case when scope = 'commune' and is_trusted then value end) as communes,
        max(case when scope = 'all' then period_start end) as whole_start,
        max(case when scope = 'all' then period_end end) as whole_end,
        max(case when scope = 'district' then period_start end) as office_start,
        max(case when scope = 'district' then period_end end) as office_end,
        max(case when scope <> 'district' then 1 else 0 end) as tells_of_more_than_its_office,
        max(case when is_trusted then 0 else 1 end) as is_doubted
    from facts
    where unit_level = 'district' and scope in ('all', 'district', 'commune')
    group by unit_key, series_key, unit_level, period_code, indicator_code

    union all

    select
        unit_key,
        series_key,
        unit_level,
        period_code,
        indicator_code,
        case when is_trusted then value end as whole,
        cast(null as double) as office,
        cast(null as double) as communes,
        period_start as whole_start,
        period_end as whole_end,
        cast(null as date) as office_start,
        cast(null as date) as office_end,
        1 as tells_of_more_than_its_office,
        case when is_trusted then 0 else 1 end as is_doubted
    from facts
    where unit_level <> 'district' and scope = 'all'
),

valued as (
    select
        figures.unit_key,
        figures.series_key,
        figures.unit_level,
        figures.period_code,
        figures.indicator_code,
        indicators.measure,
        case
            when figures.whole is not null then figures.whole
            -- percentages of two offices do not add up
            when indicators.aggregation = 'sum' and figures.communes is not null then figures.office + figures.communes
            when figures.tells_of_more_than_its_office = 0 then figures.office
        end as value,
        figures.whole is not null or figures.tells_of_more_than_its_office = 1 as is_whole,
        case when figures.whole is not null then figures.whole_start else figures.office_start end as period_start,
        case when figures.whole is not null then figures.whole_end else figures.office_end end as period_end,
        case when figures.is_doubted = 1 then 'distrusted' else 'told_of_a_part' end as reason,
        {{ natural_basis('figures.period_code', 'indicators') }} as natural_basis
    from figures
    inner join {{ ref('dim_indicator') }} as indicators on figures.indicator_code = indicators.indicator_code
    where indicators.measure is not null
),

-- A quarter's report that says it speaks of the days since the start of the year does so, whatever its label.
placed as (
    select
        valued.*,
        periods.year,
        periods.period_type,
        case
            when
                valued.natural_basis = 'in_period'
                and periods.period_type <> 'multi_year'
                and valued.period_start <= cast(cast(periods.year as string) || '-01-01' as date)
                then 'year_to_date'
            else valued.natural_basis
        end as basis,
        cast(extract(month from periods.start_date) as integer) as label_month,
        cast(extract(month from periods.end_date) as integer) as last_month
    from valued
    inner join {{ ref('dim_period') }} as periods on valued.period_code = periods.period_code
)

select
    unit_key,
    series_key,
    unit_level,
    period_code,
    period_type,
    indicator_code,
    measure,
    is_whole,
    basis,
    year,
    -- a stock has no first month
    case basis when 'as_of_end' then 0 when 'year_to_date' then 1 else label_month end as first_month,
    last_month,
    value,
    period_start,
    period_end,
    case when value is null then reason end as no_value_reason
from placed
