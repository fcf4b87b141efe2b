-- A rate that the unit states counts; else it is computed again from parts on the same basis. What is no rate of
-- two parts passes as it is.
with rates as (
    select
        *,
        case when is_of_same_days and part <= base then 100 * part / nullif(base, 0) end as value
    from {{ ref('int_unit_rate') }}
),

known as (
    select
        known.*,
        indicators.indicator_code is not null as may_be_computed
    from {{ ref('int_unit_known') }} as known
    left join {{ ref('dim_indicator') }} as indicators
        on
            known.indicator_code = indicators.indicator_code
            and indicators.value_type = 'percent'
            and indicators.numerator_code is not null
),

known_rates as (
    select * from known
    where may_be_computed
),

chosen as (
    select
        coalesce(known_rates.unit_key, rates.unit_key) as unit_key,
        coalesce(known_rates.period_code, rates.period_code) as period_code,
        coalesce(known_rates.indicator_code, rates.indicator_code) as indicator_code,
        coalesce(known_rates.basis, rates.basis) as basis,
        rates.unit_key is null or known_rates.value is not null as is_as_known,
        known_rates.value as known_value,
        known_rates.derivation,
        known_rates.is_whole as known_whole,
        known_rates.made_from as known_from,
        known_rates.period_start as known_start,
        known_rates.period_end as known_end,
        known_rates.no_value_reason,
        rates.value,
        rates.part is null or rates.base is null as is_distrusted,
        rates.part,
        rates.base,
        rates.is_of_same_days,
        rates.is_whole,
        rates.made_from,
        rates.period_start,
        rates.period_end
    from known_rates
    full outer join rates
        on
            known_rates.unit_key = rates.unit_key
            and known_rates.period_code = rates.period_code
            and known_rates.indicator_code = rates.indicator_code
            and known_rates.basis = rates.basis
)

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
from known
where not may_be_computed

union all

select
    unit_key,
    period_code,
    indicator_code,
    basis,
    case when is_as_known then known_value else value end as value,
    case when is_as_known then derivation when value is not null then 'recomputed' end as derivation,
    case when is_as_known then known_whole else is_whole end as is_whole,
    case when is_as_known then known_from else made_from end as made_from,
    case when is_as_known then known_start else period_start end as period_start,
    case when is_as_known then known_end else period_end end as period_end,
    case
        when is_as_known then no_value_reason
        when value is not null then null
        when is_distrusted then 'distrusted'
        when not is_of_same_days then 'days_do_not_meet'
        -- a part of two differences outgrows its whole when the rest of the whole is stated lower than before
        when part > base then 'fell'
        else 'zero_base'
    end as no_value_reason
from chosen
