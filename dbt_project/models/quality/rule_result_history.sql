-- Every outcome since it was first evaluated: what earlier loads kept, and what this load found new or changed.
-- A revision is known by unit, period, kind and number: files read again by newer readers have a new report_id.
{%- set key = ['rule_id', 'unit_key', 'period_code', 'report_kind', 'revision', 'scope', 'field_code', 'subject'] %}
with kept as (
    select
        *,
        row_number() over (partition by {{ key | join(', ') }} order by evaluated_at desc) as place
    from {{ ref('stg_kept_result') }}
),

today as (
    select
        results.rule_id,
        results.rule_code,
        rules.fingerprint as rule_fingerprint,
        results.report_id,
        results.unit_key,
        results.period_code,
        reports.report_kind,
        cast(reports.revision as bigint) as revision,
        results.scope,
        results.field_code,
        results.subject,
        results.outcome,
        results.left_value,
        results.right_value,
        results.difference,
        results.tolerance,
        evaluation.evaluated_at
    from {{ ref('rule_result') }} as results
    inner join {{ ref('stg_rule') }} as rules on results.rule_id = rules.rule_id
    inner join {{ ref('int_report') }} as reports on results.report_id = reports.report_id
    cross join {{ ref('stg_evaluation') }} as evaluation
)
{% set columns = key + [
    'rule_code', 'rule_fingerprint', 'report_id', 'outcome', 'left_value', 'right_value', 'difference', 'tolerance',
    'evaluated_at',
] %}
select {{ columns | join(',\n    ') }}
from kept

union all

select today.{{ columns | join(',\n    today.') }}
from today
left join kept
    on
        kept.place = 1
        and today.rule_id = kept.rule_id
        and today.unit_key = kept.unit_key
        and today.period_code = kept.period_code
        and today.report_kind = kept.report_kind
        and today.revision = kept.revision
        and today.scope = kept.scope
        and today.field_code = kept.field_code
        and today.subject = kept.subject
where
    kept.rule_id is null
    or kept.rule_fingerprint <> today.rule_fingerprint
    or kept.outcome <> today.outcome
    or {{ differs('kept.left_value', 'today.left_value') }}
    or {{ differs('kept.right_value', 'today.right_value') }}
    or {{ differs('kept.tolerance', 'today.tolerance') }}
