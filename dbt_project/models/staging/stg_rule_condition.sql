with allowed as (
    select
        rule_id,
        {{ each_of('only_if') }} as condition
    from {{ ref('stg_rule') }}
)

select
    rule_id,
    split_part(condition, '=', 1) as other_rule_code,
    split_part(condition, '=', 2) as other_outcome
from allowed
