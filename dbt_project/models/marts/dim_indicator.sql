-- How a rate lies in time follows from its parts; a row that nobody said it of is taken with care: of its own period
-- alone.
with measured as (
    select
        *,
        case when value_type not in ('header', 'unknown') then coalesce(measure, 'span') end as own_measure
    from {{ ref('indicators') }}
)

select
    catalogue.indicator_code,
    catalogue.form_code,
    catalogue.row_code,
    catalogue.name_vi,
    catalogue.name_en,
    catalogue.unit_of_measure,
    catalogue.value_type,
    catalogue.aggregation,
    catalogue.is_cumulative,
    case
        when parts.indicator_code is null or bases.indicator_code is null then catalogue.own_measure
        when 'span' in (parts.own_measure, bases.own_measure) then 'span'
        when 'flow' in (parts.own_measure, bases.own_measure) then 'flow'
        else 'stock'
    end as measure,
    catalogue.numerator_code,
    catalogue.denominator_code,
    catalogue.direction,
    catalogue.source_status,
    catalogue.levels
from measured as catalogue
left join measured as parts on catalogue.numerator_code = parts.indicator_code
left join measured as bases on catalogue.denominator_code = bases.indicator_code
