-- Each declared correction set against the current report of its unit and period.
with reports as (
    select
        report_id,
        unit_key,
        unit_code,
        period_code
    from {{ ref('int_report') }}
    where status = 'accepted' and is_current
),

looked_up as (
    select
        entries.entry,
        coalesce(max(statements.report_id), max(reports.report_id)) as report_id,
        max(reports.unit_key) as unit_key,
        count(statements.report_id) as statements,
        max(
            case
                when
                    statements.is_corrected
                    and not {{ differs('statements.reported_value', 'entries.expected_value') }}
                    then 1
                else 0
            end
        ) as is_applied,
        {{ list_of('statements.value_text', 'statements.statement_no') }} as found_texts,
        {{ list_of('statements.source_locator', 'statements.statement_no') }} as source_locators
    from {{ ref('stg_correction') }} as entries
    left join reports on entries.unit_code = reports.unit_code and entries.period_code = reports.period_code
    left join {{ ref('int_statement') }} as statements
        on
            reports.report_id = statements.report_id
            and {{ corrects('entries', 'reports', 'statements') }}
    group by entries.entry
)

select
    entries.entry,
    case
        when looked_up.report_id is null then 'no_such_report'
        when looked_up.statements = 0 then 'no_such_figure'
        when looked_up.is_applied = 1 then 'applied'
        else 'stale'
    end as status,
    entries.unit_code,
    looked_up.unit_key,
    entries.period_code,
    entries.indicator_code,
    entries.scope,
    entries.field_code,
    entries.expected_value,
    entries.value,
    coalesce(looked_up.found_texts, {{ empty_list() }}) as found_texts,
    coalesce(looked_up.source_locators, {{ empty_list() }}) as source_locators,
    looked_up.report_id,
    entries.who,
    entries.why,
    entries.declared_on
from {{ ref('stg_correction') }} as entries
inner join looked_up on entries.entry = looked_up.entry
