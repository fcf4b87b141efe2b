-- Units beside their peers: those of the same level in the same province of the time, provinces among each other.
with peers as (
    select
        unit_key,
        period_code,
        unit_level,
        case when unit_level = 'province' then 'country' else boundary_key end as peer_group,
        is_expected
    from {{ ref('int_unit_boundary') }}
    where boundary = 'as_reported'
),

expected as (
    select
        peer_group,
        unit_level,
        period_code,
        sum(case when is_expected then 1 else 0 end) as peers_expected
    from peers
    group by peer_group, unit_level, period_code
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
            scores.unit_key = peers.unit_key
            and scores.period_code = peers.period_code
    left join expected
        on
            peers.peer_group = expected.peer_group
            and peers.unit_level = expected.unit_level
            and peers.period_code = expected.period_code
),

compared as (
    select
        *,
        case
            when is_compared and direction <> 'neutral'
                then rank() over (
                        partition by peer_level, peer_group, period_code, indicator_code, is_compared
                        -- a rate computed from its parts and the same rate stated are equal
                        order by round(case when direction = 'lower_better' then value else -value end, 9)
                    )
        end as peer_rank,
        sum(case when is_compared then 1 else 0 end) over (
            partition by peer_level, peer_group, period_code, indicator_code
        ) as peer_count
    from placed
),

questioned as (
    select
        scores.unit_key,
        scores.period_code,
        scores.indicator_code,
        count(distinct findings.finding_id) as findings_open
    from {{ ref('int_unit_score') }} as scores
    inner join {{ ref('dim_indicator') }} as indicators on scores.indicator_code = indicators.indicator_code
    inner join {{ ref('finding') }} as findings
        on
            scores.unit_key = findings.unit_key
            and scores.period_code = findings.period_code
            and findings.indicator_code
            in (indicators.indicator_code, indicators.numerator_code, indicators.denominator_code)
    where findings.status = 'open' and findings.severity = 'error'
    group by scores.unit_key, scores.period_code, scores.indicator_code
)

select
    compared.unit_key,
    compared.period_code,
    'as_reported' as boundary,
    compared.indicator_code,
    compared.value,
    compared.value_basis,
    case
        when compared.no_value_reason = 'not_reported' and questioned.findings_open > 0 then 'parts_distrusted'
        else compared.no_value_reason
    end as no_value_reason,
    compared.target,
    {{ is_met('compared.target_gap', 'compared.value') }} as target_met,
    compared.target_gap,
    compared.target_unit_key,
    compared.target_report_id,
    compared.target_no,
    compared.peer_rank,
    cast(compared.peer_count as integer) as peer_count,
    cast(compared.peers_expected as integer) as peers_expected,
    compared.peer_count < {{ var('min_peers') }} as is_few_peers,
    earlier.period_code as previous_period_code,
    earlier.value as previous_value,
    compared.value - earlier.value as change,
    coalesce(questioned.findings_open, 0) as findings_open,
    compared.report_id,
    compared.source_locator
from compared
inner join {{ ref('dim_period') }} as periods on compared.period_code = periods.period_code
left join {{ ref('int_unit_score') }} as earlier
    on
        compared.unit_key = earlier.unit_key
        and periods.previous_period_code = earlier.period_code
        and compared.indicator_code = earlier.indicator_code
        and (
            compared.value is null
            or earlier.value is null
            or (compared.value_basis = 'office_only') = (earlier.value_basis = 'office_only')
        )
left join questioned
    on
        compared.unit_key = questioned.unit_key
        and compared.period_code = questioned.period_code
        and compared.indicator_code = questioned.indicator_code
