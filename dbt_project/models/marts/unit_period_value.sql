-- A rate that the unit states counts; else it is computed again from parts on the same basis.
with rates as (
    select
        *,
        case when is_of_same_days then 100 * part / nullif(base, 0) end as value
    from {{ ref('int_unit_rate') }}
),

computed as (
    select
        rates.unit_key,
        rates.period_code,
        rates.indicator_code,
        rates.basis,
        rates.value,
        case when rates.value is not null then 'recomputed' end as derivation,
        rates.is_whole,
        rates.made_from,
        rates.period_start,
        rates.period_end,
        case when rates.value is null then case when rates.base = 0 then 'zero_base' else 'days_do_not_meet' end end
            as no_value_reason
    from rates
    left join {{ ref('int_unit_known') }} as known
        on
            rates.unit_key = known.unit_key
            and rates.period_code = known.period_code
            and rates.indicator_code = known.indicator_code
            and rates.basis = known.basis
            and known.value is not null
    where known.unit_key is null
)

select
    known.unit_key,
    known.period_code,
    known.indicator_code,
    known.basis,
    known.value,
    known.derivation,
    known.is_whole,
    known.made_from,
    known.period_start,
    known.period_end,
    known.no_value_reason
from {{ ref('int_unit_known') }} as known
left join computed
    on
        known.unit_key = computed.unit_key
        and known.period_code = computed.period_code
        and known.indicator_code = computed.indicator_code
        and known.basis = computed.basis
where computed.unit_key is null

union all

select
    unit_key,
    period_code,
    indicator_code,
    basis,
    value,
    derivation,
    is_whole,
    made_from,
    period_start,
    period_end,
    no_value_reason
from computed
