select
    unit_key,
    province_code
from {{ ref('dim_unit') }}
where
    unit_level in ('province', 'district', 'commune')
    and province_code is not null
    and (province_name is null or current_province_code is null)
