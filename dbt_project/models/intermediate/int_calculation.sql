-- Calculations with all that they are made of. What a sentence says of the year before is completed from the report on
-- the same period of that year: with the figure of the same indicator, scope and field over the same months. Where
-- either figure is doubted already, the sentence is not held against it.
with stated as (
    select calculations.*
    from {{ ref('stg_calculation') }} as calculations
    inner join {{ ref('int_report') }} as reports on calculations.report_id = reports.report_id
    where reports.status = 'accepted'
),

figures as (
    select
        statements.report_id,
        statements.indicator_code,
        statements.scope,
        statements.field_code,
        statements.value,
        statements.half_unit,
        statements.statement_no,
        statements.is_preferred,
        statements.source_file,
        statements.source_locator,
        reports.period_code,
        {{ figure_words('statements.value', 'indicators.value_type') }} as words,
        coalesce(statements.period_start, {{ period_start('reports.period_code') }}) as first_day,
        coalesce(statements.period_end, {{ period_end('reports.period_code') }}) as last_day
    from {{ ref('int_statement') }} as statements
    inner join {{ ref('int_report') }} as reports on statements.report_id = reports.report_id
    inner join {{ ref('indicators') }} as indicators on statements.indicator_code = indicators.indicator_code
    left join {{ ref('int_questioned_figure') }} as questioned
        on
            statements.report_id = questioned.report_id
            and statements.indicator_code = questioned.indicator_code
            and statements.scope = questioned.scope
            and statements.field_code = questioned.field_code
            and questioned.subject = ''
    where statements.value is not null and statements.value_state = 'reported' and questioned.report_id is null
),

beside_year_before as (
    select
        stated.report_id,
        stated.calculation_no,
        now.value as now_value,
        now.half_unit as now_half_unit,
        now.words as now_words,
        earlier.value as earlier_value,
        earlier.half_unit as earlier_half_unit,
        earlier.words || ' của ' || {{ vi_period('earlier.period_code') }} as earlier_words,
        {{ full_place('earlier.source_file', 'earlier.source_locator') }} as earlier_place,
        -- a unit that changed its name within the year may have two reports on a period
        row_number() over (
            partition by stated.report_id, stated.calculation_no
            order by related.place, now.statement_no, earlier.report_id
        ) as place
    from stated
    inner join figures as now
        on
            stated.report_id = now.report_id
            and stated.source_file = now.source_file
            and {{ list_first('stated.operand_locators') }} = now.source_locator
    inner join {{ ref('int_related_report') }} as related
        on
            stated.report_id = related.report_id
            and related.relation = 'year_before'
    inner join figures as earlier
        on
            related.related_report_id = earlier.report_id
            and now.indicator_code = earlier.indicator_code
            and now.scope = earlier.scope
            and now.field_code = earlier.field_code
            and earlier.is_preferred
            -- days of cut-off may differ
            and {{ months_between('earlier.first_day', 'now.first_day') }} between 11 and 13
            and {{ months_between('earlier.last_day', 'now.last_day') }} between 11 and 13
    where stated.calculation_kind like '%_year_before'
)

select
    stated.report_id,
    stated.calculation_no,
    stated.calculation_kind,
    stated.subject,
    stated.sentence,
    case
        when found.report_id is null then stated.operands
        else {{ list_pair('found.now_value', 'found.earlier_value') }}
    end as operands,
    case
        when found.report_id is null then stated.operand_half_units
        else {{ list_pair('found.now_half_unit', 'found.earlier_half_unit') }}
    end as operand_half_units,
    case
        when found.report_id is null then stated.operand_texts
        else {{ list_pair('found.now_words', 'found.earlier_words') }}
    end as operand_texts,
    case
        when found.report_id is null then stated.operand_locators
        else {{ list_pair(list_first('stated.operand_locators'), 'found.earlier_place') }}
    end as operand_locators,
    stated.stated_value,
    stated.stated_half_unit,
    stated.source_file,
    stated.source_locator
from stated
left join beside_year_before as found
    on
        stated.report_id = found.report_id
        and stated.calculation_no = found.calculation_no
        and found.place = 1
where stated.calculation_kind not like '%_year_before' or found.report_id is not null
