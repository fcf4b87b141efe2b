-- A score never exceeds its maximum: the one stated beside it, else that of the index.
select
    'score_above_maximum' as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    index_code || ' ' || component_code || ' ' || subject as subject,
    indicator_code,
    case
        when score is null then 'missing'
        when max_score is null then 'not_applicable'
        when score > max_score + {{ float_noise() }} then 'fail'
        else 'pass'
    end as outcome,
    score as left_value,
    max_score as right_value,
    cast(null as string) as reported_text,
    cast(null as string) as expected_text,
    {{ list_with('source_locator') }} as left_locators,
    {{ empty_list() }} as right_locators,
    source_file as left_file,
    cast(null as string) as right_file
from {{ ref('int_index_score') }}
where preference = 1
