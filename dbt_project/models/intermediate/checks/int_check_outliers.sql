-- Figures far from what is to be expected: from how the peers' figures changed (Hidiroglou and Berthelot 1986), and
-- from the unit's own past (median and MAD). How far is far, and how many are needed: var outliers.
{% set limits = var('outliers') %}
with reports as (
    select
        reports.report_id,
        reports.unit_key,
        reports.unit_level,
        reports.period_code,
        {{ period_type('reports.period_code') }} as period_type,
        -- peers of a province are all provinces
        case when reports.unit_level = 'province' then '' else coalesce(units.province_name, '') end as region,
        {{ period_end('reports.period_code') }} as end_date
    from {{ ref('int_report') }} as reports
    left join {{ ref('dim_unit') }} as units on reports.unit_key = units.unit_key
    where reports.status = 'accepted' and reports.is_current and reports.report_kind = 'report'
),

figures as (
    select
        reports.*,
        figures.indicator_code,
        figures.value,
        figures.source_file,
        figures.source_locator,
        {{ vi_period('reports.period_code') }}
        || ' ghi ' || {{ figure_words('figures.value', 'indicators.value_type') }}
        || ' (' || {{ full_place('figures.source_file', 'figures.source_locator') }} || ')' as words,
        questioned.report_id is not null as is_questioned,
        row_number() over (
            partition by reports.unit_key, reports.period_type, figures.indicator_code order by reports.end_date
        ) as place
    from {{ ref('int_figure') }} as figures
    inner join reports on figures.report_id = reports.report_id
    inner join {{ ref('indicators') }} as indicators on figures.indicator_code = indicators.indicator_code
    left join {{ ref('int_questioned_figure') }} as questioned
        on
            figures.report_id = questioned.report_id
            and figures.indicator_code = questioned.indicator_code
            and figures.scope = questioned.scope
            and figures.field_code = questioned.field_code
    where
        indicators.value_type in ('count', 'money')
        and figures.scope = 'all'
        and figures.field_code = 'all'
        and figures.value > 0
        and figures.value_state = 'reported'
),

-- the figure beside that of the report before
changes as (
    select
        figures.*,
        earlier.report_id as earlier_report_id,
        earlier.period_code as earlier_period_code,
        earlier.value as earlier_value,
        earlier.is_questioned as earlier_is_questioned,
        earlier.source_file as earlier_file,
        earlier.source_locator as earlier_locator,
        earlier.words as earlier_words,
        figures.value / earlier.value as ratio
    from figures
    inner join {{ ref('int_related_report') }} as related
        on
            figures.report_id = related.report_id
            and related.relation = 'last_report'
            and related.place = 1
    inner join figures as earlier
        on
            related.related_report_id = earlier.report_id
            and figures.indicator_code = earlier.indicator_code
),

middles as (
    select
        unit_level,
        region,
        period_code,
        earlier_period_code,
        indicator_code,
        percentile_cont(0.5) within group (order by ratio) as ratio
    from changes
    group by unit_level, region, period_code, earlier_period_code, indicator_code
    having count(*) >= {{ limits.peers }}
),

effects as (
    select
        changes.*,
        middles.ratio as middle_ratio,
        case
            when changes.ratio < middles.ratio then 1 - middles.ratio / changes.ratio
            else changes.ratio / middles.ratio - 1
        end
        * power(greatest(changes.value, changes.earlier_value), {{ limits.size_exponent }}) as effect
    from changes
    inner join middles
        on
            changes.unit_level = middles.unit_level
            and changes.region = middles.region
            and changes.period_code = middles.period_code
            and changes.earlier_period_code = middles.earlier_period_code
            and changes.indicator_code = middles.indicator_code
),

spreads as (
    select
        unit_level,
        region,
        period_code,
        earlier_period_code,
        indicator_code,
        percentile_cont(0.25) within group (order by effect) as low,
        percentile_cont(0.5) within group (order by effect) as middle,
        percentile_cont(0.75) within group (order by effect) as high
    from effects
    group by unit_level, region, period_code, earlier_period_code, indicator_code
),

among_peers as (
    select
        effects.*,
        effects.earlier_value * effects.middle_ratio as expected_value,
        (
            effects.effect < spreads.middle - {{ limits.quartile_distances }}
            * greatest(spreads.middle - spreads.low, {{ limits.least_distance }} * abs(spreads.middle))
            or effects.effect > spreads.middle + {{ limits.quartile_distances }}
            * greatest(spreads.high - spreads.middle, {{ limits.least_distance }} * abs(spreads.middle))
        )
        and greatest(effects.ratio / effects.middle_ratio, effects.middle_ratio / effects.ratio)
        >= {{ limits.least_factor }}
        and greatest(effects.value, effects.earlier_value * effects.middle_ratio) >= {{ limits.least_value }} as is_far
    from effects
    inner join spreads
        on
            effects.unit_level = spreads.unit_level
            and effects.region = spreads.region
            and effects.period_code = spreads.period_code
            and effects.earlier_period_code = spreads.earlier_period_code
            and effects.indicator_code = spreads.indicator_code
),

-- the last figure that was no outlier
calm as (
    select
        far.report_id,
        far.indicator_code,
        earlier.value,
        row_number() over (partition by far.report_id, far.indicator_code order by related.place) as place
    from among_peers as far
    inner join {{ ref('int_related_report') }} as related
        on
            far.report_id = related.report_id
            and related.relation = 'last_report'
    inner join figures as earlier
        on
            related.related_report_id = earlier.report_id
            and far.indicator_code = earlier.indicator_code
    left join among_peers as outliers
        on
            earlier.report_id = outliers.report_id
            and earlier.indicator_code = outliers.indicator_code
            and outliers.is_far
    where far.is_far and outliers.report_id is null and not earlier.is_questioned
),

past as (
    select
        figures.report_id,
        figures.indicator_code,
        earlier.value,
        case when earlier.place >= figures.place - 3 then earlier.words end as words,
        figures.place - earlier.place as periods_ago
    from figures
    inner join figures as earlier
        on
            figures.unit_key = earlier.unit_key
            and figures.period_type = earlier.period_type
            and figures.indicator_code = earlier.indicator_code
            and earlier.place between figures.place - {{ limits.longest_history }} and figures.place - 1
    where figures.place > {{ limits.history }}
),

past_middles as (
    select
        report_id,
        indicator_code,
        percentile_cont(0.5) within group (order by value) as middle,
        {{ list_of('words', 'periods_ago') }} as words
    from past
    group by report_id, indicator_code
),

deviations as (
    select
        past.report_id,
        past.indicator_code,
        past_middles.middle,
        past_middles.words,
        -- the factor makes of MAD the standard deviation of a normal past
        1.4826 * percentile_cont(0.5) within group (order by abs(past.value - past_middles.middle)) as deviation
    from past
    inner join past_middles
        on
            past.report_id = past_middles.report_id
            and past.indicator_code = past_middles.indicator_code
    group by past.report_id, past.indicator_code, past_middles.middle, past_middles.words
),

judged as (
    select
        'outlier_among_peers' as check_name,
        among_peers.report_id,
        among_peers.indicator_code,
        case
            when among_peers.is_questioned or among_peers.earlier_is_questioned then 'not_applicable'
            -- an outlier of the report before was told there: the way back from it is none
            when
                among_peers.is_far
                and (
                    not coalesce(before.is_far, false)
                    or greatest(among_peers.value / calm.value, calm.value / among_peers.value)
                    >= {{ limits.least_factor }}
                )
                then 'fail'
            else 'pass'
        end as outcome,
        among_peers.value,
        among_peers.expected_value,
        among_peers.source_file,
        among_peers.source_locator,
        {{ list_with(full_place('among_peers.earlier_file', 'among_peers.earlier_locator')) }} as right_locators,
        among_peers.earlier_words as elsewhere_vi
    from among_peers
    left join among_peers as before
        on
            among_peers.earlier_report_id = before.report_id
            and among_peers.indicator_code = before.indicator_code
    left join calm
        on
            among_peers.report_id = calm.report_id
            and among_peers.indicator_code = calm.indicator_code
            and calm.place = 1

    union all

    select
        'outlier_in_history' as check_name,
        figures.report_id,
        figures.indicator_code,
        case
            when figures.is_questioned then 'not_applicable'
            when
                abs(figures.value - deviations.middle) > {{ limits.deviations }} * deviations.deviation
                and greatest(figures.value / deviations.middle, deviations.middle / figures.value)
                >= {{ limits.least_factor }}
                and greatest(figures.value, deviations.middle) >= {{ limits.least_value }}
                then 'fail'
            else 'pass'
        end as outcome,
        figures.value,
        deviations.middle as expected_value,
        figures.source_file,
        figures.source_locator,
        {{ empty_list() }} as right_locators,
        {{ list_to_text('deviations.words', "'; '") }} as elsewhere_vi
    from figures
    inner join deviations
        on
            figures.report_id = deviations.report_id
            and figures.indicator_code = deviations.indicator_code
)

select
    check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    indicator_code as subject,
    indicator_code,
    outcome,
    value as left_value,
    round(expected_value) as right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    right_locators,
    source_file as left_file,
    cast(null as string) as right_file,
    elsewhere_vi
from judged
