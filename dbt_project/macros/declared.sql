{#- Whether an entry of acknowledged.yml means a finding: by its id, or by rule, unit, period and what else it names. -#}
{% macro acknowledges(entries, findings) -%}
    (
        {{ entries }}.finding_id = {{ findings }}.finding_id
        or (
            {{ entries }}.rule_code = {{ findings }}.rule_code
            and {{ entries }}.unit_code = split_part({{ findings }}.unit_key, '_', 1)
            and {{ entries }}.period_code = {{ findings }}.period_code
            and coalesce({{ entries }}.scope, {{ findings }}.scope) = {{ findings }}.scope
            and coalesce({{ entries }}.field_code, {{ findings }}.field_code) = {{ findings }}.field_code
            and coalesce({{ entries }}.subject, {{ findings }}.subject) = {{ findings }}.subject
        )
    )
{%- endmacro %}

{#- Whether an entry of corrections.yml means a statement of a report: the figure, while it is what is expected. -#}
{% macro corrects(entries, reports, statements) -%}
    {{ entries }}.unit_code = {{ reports }}.unit_code
    and {{ entries }}.period_code = {{ reports }}.period_code
    and {{ entries }}.indicator_code = {{ statements }}.indicator_code
    and {{ entries }}.scope = {{ statements }}.scope
    and {{ entries }}.field_code = {{ statements }}.field_code
{%- endmacro %}

{#- Two numbers that differ by more than the order in which they were added, or of which one is missing. -#}
{% macro differs(one, other) -%}
    (
        case
            when {{ one }} is null or {{ other }} is null then ({{ one }} is null) <> ({{ other }} is null)
            else abs({{ one }} - {{ other }}) > {{ float_noise() }} * greatest(1, abs({{ one }}))
        end
    )
{%- endmacro %}
