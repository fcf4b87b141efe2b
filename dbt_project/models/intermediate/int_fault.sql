-- The fault that broke a rule, in words: which cell to look at first, what seems to have happened there, and which
-- rule speaks for all that it broke.
with cells as (
    select
        blames.*,
        figures.source_file,
        figures.source_locator,
        indicators.row_code,
        case indicators.value_type when 'percent' then '%' when 'money' then ' đồng' else '' end as unit_vi,
        'là số của dòng ' || indicators.row_code as row_vi
    from {{ ref('int_blame') }} as blames
    inner join {{ ref('int_figure') }} as figures
        on
            blames.report_id = figures.report_id
            and blames.indicator_code = figures.indicator_code
            and blames.cell_scope = figures.scope
            and blames.cell_field_code = figures.field_code
            and blames.cell_subject = figures.subject
    inner join {{ ref('indicators') }} as indicators on blames.indicator_code = indicators.indicator_code
),

places as (
    select
        rule_id,
        report_id,
        scope,
        field_code,
        subject,
        {{ list_of('source_locator', 'cell_no') }} as locators,
        -- the numbers of a shifted block, each with the row that it belongs to
        {{ list_of(
            "case when cell_no > 1 and meant_value <> 0 then " ~ vi_number('meant_value') ~ " || unit_vi || ' ' || row_vi end",
            'row_order'
        ) }} as moved,
        {{ list_first(list_of('row_code', 'row_order')) }}
        || '–' || {{ list_first(list_of('row_code', '-row_order')) }} as block_vi,
        {{ list_of(
            "source_locator || coalesce(' (đúng ra là ' || " ~ vi_number('meant_value') ~ " || unit_vi || ')', '')",
            'row_order'
        ) }} as choices
    from cells
    group by rule_id, report_id, scope, field_code, subject
),

-- that a figure is stated otherwise elsewhere is part of what is told of it
silent_rules as (
    select distinct
        blames.report_id,
        blames.fault_no,
        rules.rule_code,
        rules.name_vi
    from {{ ref('int_blame') }} as blames
    inner join {{ ref('stg_rule') }} as rules
        on
            (blames.rule_id = rules.rule_id and not blames.is_told)
            or (blames.slip_kind = 'stated_otherwise' and blames.is_told and rules.check_name = 'stated_twice')
    where blames.cell_no = 1
),

silent as (
    select
        report_id,
        fault_no,
        {{ list_of('rule_code', 'rule_code') }} as rule_codes,
        {{ list_of('name_vi', 'rule_code') }} as names_vi
    from silent_rules
    group by report_id, fault_no
),

worded as (
    select
        first_cells.*,
        places.locators,
        places.moved,
        places.block_vi,
        places.choices,
        slips.sentence_vi,
        slips.repair_vi as repair_template,
        silent.rule_codes as also_breaks,
        {{ list_to_text('silent.names_vi', "'; '") }} as others_vi,
        {{ vi_number('first_cells.written_value') }} || first_cells.unit_vi as written_vi,
        {{ vi_number('first_cells.meant_value') }} || first_cells.unit_vi as meant_vi,
        {{ vi_number('round(greatest(
            first_cells.written_value / nullif(first_cells.meant_value, 0),
            first_cells.meant_value / nullif(first_cells.written_value, 0)
        ))') }} as times_vi
    from cells as first_cells
    inner join places on {{ same_instance('first_cells', 'places') }}
    inner join {{ ref('slips') }} as slips on first_cells.slip_kind = slips.slip_kind
    left join silent
        on
            first_cells.is_told
            and first_cells.report_id = silent.report_id
            and first_cells.fault_no = silent.fault_no
    where first_cells.cell_no = 1
)

select
    rule_id,
    report_id,
    scope,
    field_code,
    subject,
    fault_no,
    is_told,
    slip_kind,
    source_file as suspect_file,
    -- one of several cells is none that could be named
    case when slip_kind <> 'undecided' then source_locator end as suspect_locator,
    case when slip_kind <> 'undecided' then written_value end as suspect_value,
    case when slip_kind <> 'undecided' then meant_value end as meant_value,
    locators,
    also_breaks,
    {{ fault_words('sentence_vi') }} as fault_vi,
    case
        when meant_value is not null or slip_kind = 'block_shifted' then {{ fault_words('repair_template') }}
    end as repair_vi,
    coalesce(' Cùng lỗi này còn làm sai: ' || others_vi || '.', '') as others_vi
from worded
