select
    rule_id,
    rule_code,
    name_vi,
    level,
    severity,
    kind,
    case
        when kind = 'check' then check_name
        when op = 'between' then left_text || ' between ' || right_text
        else left_text || ' ' || op || ' ' || right_text
    end as expression,
    tolerance,
    case
        when kind = 'expression' then 'left: ' || missing_left || ', right: ' || missing_right
    end as missing_policy,
    suspect,
    distrusts,
    is_told,
    levels,
    {{ list_to_text('only_if', "', '") }} as only_if,
    valid_from,
    valid_to,
    fingerprint
from {{ ref('stg_rule') }}
