-- A component made of one ratio: the ratio is that of its two parts, and the score follows from the ratio, in
-- proportion up to the percentage that earns the maximum (index_components.full_at).
with ratios as (
    select
        *,
        index_code || ' ' || component_code || ' ' || subject as check_subject,
        100 * numerator / nullif(denominator, 0) as computed_ratio,
        max_score * least(ratio / full_at, 1) as computed_score,
        half_unit + max_score * ratio_half_unit / full_at as score_tolerance
    from {{ ref('int_index_score') }}
    where preference = 1
),

judged as (
    select
        *,
        'index_ratio' as check_name,
        case
            when ratio is null or computed_ratio is null then 'missing'
            when abs(ratio - computed_ratio) > ratio_half_unit + {{ float_noise() }} then 'fail'
            else 'pass'
        end as outcome,
        ratio as left_value,
        computed_ratio as right_value,
        ratio_locator as left_locator
    from ratios
    where numerator is not null and denominator is not null

    union all

    select
        *,
        'index_ratio_score' as check_name,
        case
            when computed_score is null or score is null then 'missing'
            when abs(score - computed_score) > score_tolerance + {{ float_noise() }} then 'fail'
            else 'pass'
        end as outcome,
        score as left_value,
        computed_score as right_value,
        source_locator as left_locator
    from ratios
    where ratio is not null and full_at is not null
)

select
    check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    check_subject as subject,
    indicator_code,
    outcome,
    left_value,
    right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('coalesce(left_locator, source_locator)') }} as left_locators,
    {{ empty_list() }} as right_locators,
    source_file as left_file,
    cast(null as string) as right_file
from judged
