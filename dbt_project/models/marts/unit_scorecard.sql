-- Units beside their peers: those of the same level in the same province, of the time or of today, provinces among each
-- other.
with peers as (
    select
        boundary,
        unit_key,
        period_code,
        unit_level,
        case when unit_level = 'province' then 'country' else boundary_key end as peer_group,
        is_expected
    from {{ ref('int_unit_boundary') }}
    where boundary = 'as_reported'

    union all

    -- units of today stand beside each other in every period, also in those before there were any
    select
        'current' as boundary,
        units.unit_key,
        periods.period_code,
        units.unit_level,
        case when units.unit_level = 'province' then 'country' else units.current_province_code end as peer_group,
        true as is_expected
    from {{ ref('dim_unit') }} as units
    cross join {{ ref('dim_period') }} as periods
    where
        units.current_unit_key = units.unit_key
        and periods.period_code in (select scores.period_code from {{ ref('int_unit_score') }} as scores)
),

expected as (
    select
        boundary,
        peer_group,
        unit_level,
        period_code,
        sum(case when is_expected then 1 else 0 end) as peers_expected
    from peers
    group by boundary, peer_group, unit_level, period_code
),

placed as (
    select
        scores.*,
        peers.unit_level as peer_level,
        peers.peer_group,
        expected.peers_expected,
        -- a district's office alone is no match for a district with its communes
        peers.unit_key is not null
        and scores.value is not null
        and scores.value_basis <> 'office_only' as is_compared
    from {{ ref('int_unit_score') }} as scores
    left join peers
        on
            scores.boundary = peers.boundary
            and scores.unit_key = peers.unit_key
            and scores.period_code = peers.period_code
    left join expected
        on
            peers.boundary = expected.boundary
            and peers.peer_group = expected.peer_group
            and peers.unit_level = expected.unit_level
            and peers.period_code = expected.period_code
),

counted as (
    select
        boundary,
        peer_group,
        peer_level,
        period_code,
        indicator_code,
        count(*) as peer_count
    from placed
    where is_compared
    group by boundary, peer_group, peer_level, period_code, indicator_code
),

compared as (
    select
        *,
        rank() over (
            partition by boundary, peer_level, peer_group, period_code, indicator_code
            -- a rate computed from its parts and the same rate stated are equal
            order by round(case when direction = 'lower_better' then value else -value end, 9)
        ) as peer_rank
    from placed
    where is_compared and direction <> 'neutral'

    union all

    select
        *,
        cast(null as bigint) as peer_rank
    from placed
    where not is_compared or direction = 'neutral'
),

-- findings of a unit are also those of the unit of today that holds it
holders as (
    select
        'as_reported' as boundary,
        unit_key,
        unit_key as told_by
    from {{ ref('dim_unit') }}

    union all

    select
        'current' as boundary,
        current_unit_key as unit_key,
        unit_key as told_by
    from {{ ref('dim_unit') }}
    where current_unit_key is not null
),

questioned as (
    select
        scores.boundary,
        scores.unit_key,
        scores.period_code,
        scores.indicator_code,
        count(distinct findings.finding_id) as findings_open
    from {{ ref('finding') }} as findings
    inner join holders on findings.unit_key = holders.told_by
    inner join {{ ref('int_unit_score') }} as scores
        on
            holders.boundary = scores.boundary
            and holders.unit_key = scores.unit_key
            and findings.period_code = scores.period_code
    inner join {{ ref('dim_indicator') }} as indicators on scores.indicator_code = indicators.indicator_code
    where
        findings.status = 'open'
        and findings.severity = 'error'
        and findings.indicator_code
        in (indicators.indicator_code, indicators.numerator_code, indicators.denominator_code)
    group by scores.boundary, scores.unit_key, scores.period_code, scores.indicator_code
)

select
    compared.unit_key,
    compared.period_code,
    compared.boundary,
    compared.indicator_code,
    compared.value,
    compared.value_basis,
    compared.no_value_reason,
    compared.units_reporting,
    compared.units_expected,
    compared.distrusted_values,
    compared.target,
    {{ is_met('compared.target_gap', 'compared.value') }} as target_met,
    compared.target_gap,
    compared.target_unit_key,
    compared.target_report_id,
    compared.target_no,
    compared.peer_rank,
    cast(coalesce(counted.peer_count, 0) as integer) as peer_count,
    cast(compared.peers_expected as integer) as peers_expected,
    coalesce(counted.peer_count, 0) < {{ var('min_peers') }} as is_few_peers,
    earlier.period_code as previous_period_code,
    earlier.value as previous_value,
    earlier.value_basis as previous_basis,
    compared.value - earlier.value as change,
    coalesce(questioned.findings_open, 0) as findings_open,
    compared.report_id,
    compared.source_locator
from compared
inner join {{ ref('dim_period') }} as periods on compared.period_code = periods.period_code
left join counted
    on
        compared.boundary = counted.boundary
        and compared.peer_group = counted.peer_group
        and compared.peer_level = counted.peer_level
        and compared.period_code = counted.period_code
        and compared.indicator_code = counted.indicator_code
left join {{ ref('int_unit_score') }} as earlier
    on
        compared.boundary = earlier.boundary
        and compared.series_key = earlier.series_key
        and periods.previous_period_code = earlier.period_code
        and compared.indicator_code = earlier.indicator_code
        and (
            compared.value is null
            or earlier.value is null
            or (compared.value_basis = 'office_only') = (earlier.value_basis = 'office_only')
        )
left join questioned
    on
        compared.boundary = questioned.boundary
        and compared.unit_key = questioned.unit_key
        and compared.period_code = questioned.period_code
        and compared.indicator_code = questioned.indicator_code
