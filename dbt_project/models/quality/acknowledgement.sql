-- An entry that means no finding keeps one row: it is a slip of the steward, or what it meant was never found.
select
    entries.entry,
    case
        when findings.finding_id is null then 'unknown'
        when findings.status = 'resolved' then 'finding_resolved'
        when entries.acknowledged_until < evaluation.today then 'expired'
        else 'in_force'
    end as status,
    coalesce(findings.finding_id, entries.finding_id) as finding_id,
    coalesce(findings.rule_code, entries.rule_code) as rule_code,
    findings.unit_key,
    coalesce(entries.unit_code, split_part(findings.unit_key, '_', 1)) as unit_code,
    coalesce(findings.period_code, entries.period_code) as period_code,
    coalesce(findings.scope, entries.scope) as scope,
    coalesce(findings.field_code, entries.field_code) as field_code,
    coalesce(findings.subject, entries.subject) as subject,
    entries.who,
    entries.why,
    entries.acknowledged_until
from {{ ref('stg_acknowledgement') }} as entries
cross join {{ ref('stg_evaluation') }} as evaluation
left join {{ ref('finding') }} as findings on {{ acknowledges('entries', 'findings') }}
