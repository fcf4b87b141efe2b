-- What a sentence says of its numbers, recomputed from them. Each number may be anything that rounds to its digits,
-- and so may the result: only results of which none can come of any such numbers are wrong.
with numbered as (
    select
        *,
        row_number() over (partition by report_id, calculation_kind, subject order by calculation_no) as place,
        {{ list_first('operands') }} as first_value,
        {{ list_first('operand_half_units') }} as first_half_unit,
        {{ list_second('operands') }} as second_value,
        {{ list_second('operand_half_units') }} as second_half_unit,
        {{ list_total('operands') }} as total_value,
        {{ list_total('operand_half_units') }} as total_half_unit,
        replace(calculation_kind, '_year_before', '') as formula
    from {{ ref('int_calculation') }}
),

-- of a ratio the ends are those of its two parts; one that may divide by nothing has none
ratios as (
    select
        *,
        case when second_value > second_half_unit then 100 * first_value / second_value end as ratio,
        case
            when second_value > second_half_unit
                then 100 * (first_value - first_half_unit) / (second_value + second_half_unit)
        end as least_ratio,
        case
            when second_value > second_half_unit
                then 100 * (first_value + first_half_unit) / (second_value - second_half_unit)
        end as greatest_ratio
    from numbered
),

computed as (
    select
        *,
        case formula
            when 'sum' then total_value
            when 'part' then first_value
            when 'value' then second_value
            when 'change' then first_value - second_value
            when 'growth' then ratio - 100
            else ratio
        end as computed_value,
        case formula
            when 'sum' then total_value - total_half_unit
            when 'part' then stated_value
            when 'value' then second_value - second_half_unit
            when 'change' then first_value - second_value - total_half_unit
            when 'growth' then least_ratio - 100
            else least_ratio
        end as least_value,
        case formula
            when 'sum' then total_value + total_half_unit
            when 'part' then first_value + first_half_unit
            when 'value' then second_value + second_half_unit
            when 'change' then first_value - second_value + total_half_unit
            when 'growth' then greatest_ratio - 100
            else greatest_ratio
        end as greatest_value,
        {{ float_noise() }} * greatest(1, abs(stated_value)) as noise
    from ratios
)

select
    'calculation_' || calculation_kind as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    -- the same words may stand twice in a report
    subject || case when place = 1 then '' else ' (' || cast(place as string) || ')' end as subject,
    cast(null as string) as indicator_code,
    case
        when computed_value is null then 'missing'
        when least_value > stated_value + stated_half_unit + noise then 'fail'
        when greatest_value < stated_value - stated_half_unit - noise then 'fail'
        else 'pass'
    end as outcome,
    stated_value as left_value,
    computed_value as right_value,
    sentence as reported_text,
    case
        when formula = 'sum' then {{ list_to_text('operand_texts', "' + '") }}
        when formula in ('rate', 'share') then {{ list_to_text('operand_texts', "'/'") }}
        else {{ list_to_text('operand_texts', "' so với '") }}
    end as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    operand_locators as right_locators,
    source_file as left_file,
    source_file as right_file
from computed
