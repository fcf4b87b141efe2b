-- Two sources that state different scores of one unit, period and component: told by the report that came last.
-- Scores with as many digits must be the same; else what the digits leave open is allowed.
with stated as (
    select * from {{ ref('int_index_score') }}
    where score is not null and unit_key is not null
),

pairs as (
    select
        stated.report_id,
        stated.index_code,
        stated.component_code,
        stated.subject,
        stated.indicator_code,
        stated.score,
        stated.value_text,
        stated.source_file,
        stated.source_locator,
        others.score as other_score,
        others.value_text as other_text,
        others.source_file as other_file,
        case when stated.report_id = others.report_id then '' else others.source_file || ': ' end
        || others.source_locator as other_locator,
        abs(stated.score - others.score) > case
            when abs(stated.half_unit - others.half_unit) <= {{ float_noise() }} then 0
            else stated.half_unit + others.half_unit
        end + {{ float_noise() }} as differs
    from stated
    inner join stated as others
        on
            stated.unit_key = others.unit_key
            and stated.period_code = others.period_code
            and stated.index_code = others.index_code
            and stated.component_code = others.component_code
    where
        stated.preference = 1
        and (
            (stated.report_id = others.report_id and others.preference > 1)
            or (
                stated.report_id <> others.report_id
                and stated.is_current
                and others.is_current
                and others.preference = 1
                and (
                    stated.landed_at > others.landed_at
                    or (stated.landed_at = others.landed_at and stated.report_id > others.report_id)
                )
            )
        )
)

select
    'index_source' as check_name,
    report_id,
    'all' as scope,
    'all' as field_code,
    index_code || ' ' || component_code || ' ' || subject as subject,
    max(indicator_code) as indicator_code,
    case when max(case when differs then 1 else 0 end) = 1 then 'fail' else 'pass' end as outcome,
    max(score) as left_value,
    min_by(other_score, case when differs then other_locator end) as right_value,
    max(value_text) as reported_text,
    min_by(other_text, case when differs then other_locator end) as expected_text,
    {{ list_with('max(source_locator)') }} as left_locators,
    {{ list_of('case when differs then other_locator end', 'other_locator') }} as right_locators,
    max(source_file) as left_file,
    min_by(other_file, case when differs then other_locator end) as right_file
from pairs
group by report_id, index_code, component_code, subject
