-- Which unit stood directly below which, and from when to when. Either may change its name, type or territory while the
-- other stays the same, so one unit can have stood below several versions of the one above.
select
    parents.unit_key as parent_key,
    below.unit_key,
    below.series_key,
    greatest(parents.valid_from, below.valid_from) as valid_from,
    nullif(
        least(coalesce(parents.valid_to, date '9999-12-31'), coalesce(below.valid_to, date '9999-12-31')),
        date '9999-12-31'
    ) as valid_to
from {{ ref('dim_unit') }} as parents
inner join {{ ref('dim_unit') }} as below
    on
        parents.unit_code = below.parent_code
        and parents.valid_from <= coalesce(below.valid_to, date '9999-12-31')
        and below.valid_from <= coalesce(parents.valid_to, date '9999-12-31')
