-- shown in Dagster as a check of unit_period_value
{{ config(meta={'dagster': {'ref': {'name': 'unit_period_value'}}}) }}
select
    figures.unit_key,
    figures.period_code,
    figures.indicator_code,
    figures.basis,
    figures.derivation
from {{ ref('unit_period_value') }} as figures
inner join {{ ref('dim_indicator') }} as indicators on figures.indicator_code = indicators.indicator_code
where indicators.value_type not in ('count', 'money') and figures.derivation in ('sum', 'difference')
