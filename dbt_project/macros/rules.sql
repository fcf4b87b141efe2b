{#- A rule concerns a report by the unit's level and province, the forms in it and its day (int_rule_report). -#}
{% macro rule_applies(rules, reports) -%}
    (
        {{ rules }}.levels is null
        or '|' || {{ rules }}.levels || '|' like '%|' || {{ reports }}.unit_level || '|%'
    )
    and ({{ rules }}.provinces is null or {{ lists_meet(rules ~ '.provinces', reports ~ '.province_names') }})
    and ({{ rules }}.forms is null or {{ lists_meet(rules ~ '.forms', reports ~ '.forms') }})
    and ({{ rules }}.valid_from is null or {{ reports }}.reference_date >= {{ rules }}.valid_from)
    and ({{ rules }}.valid_to is null or {{ reports }}.reference_date <= {{ rules }}.valid_to)
{%- endmacro %}

{#- Both tables speak of one instance of a rule: the same rule, report, scope, field and subject. -#}
{% macro same_instance(first, second) -%}
    {{ first }}.rule_id = {{ second }}.rule_id
    and {{ first }}.report_id = {{ second }}.report_id
    and {{ first }}.scope = {{ second }}.scope
    and {{ first }}.field_code = {{ second }}.field_code
    and {{ first }}.subject = {{ second }}.subject
{%- endmacro %}

{#- Where a figure of a term belongs: a rule about the whole is looked at there, whatever its terms speak of. -#}
{% macro term_fits(terms, figures) -%}
    ({{ terms }}.scope is null or {{ terms }}.scope = {{ figures }}.scope)
    and ({{ terms }}.instance_field is null or {{ figures }}.field_code = 'all')
{%- endmacro %}

{#- Values of a side and what their digits leave open: a ratio carries the rounding of both parts. -#}
{% macro side_value(side) -%}
    case
        when {{ side }}_is_ratio then {{ side }}_numerator / nullif({{ side }}_denominator, 0)
        else {{ side }}_numerator
    end
{%- endmacro %}

{% macro side_tolerance(side) -%}
    case
        when {{ side }}_is_ratio
            then (
                {{ side }}_numerator_tolerance
                + abs({{ side }}_numerator / nullif({{ side }}_denominator, 0)) * {{ side }}_denominator_tolerance
            ) / nullif(abs({{ side }}_denominator), 0)
        else {{ side }}_numerator_tolerance
    end
{%- endmacro %}

{#- Whether two known values end as the operator asks: within the tolerance they are equal; beyond it one is less. -#}
{% macro op_holds(slack) -%}
    case op
        when '=' then abs(difference) <= {{ slack }}
        when '<>' then abs(difference) > {{ slack }}
        when '<=' then difference <= {{ slack }}
        when '<' then -difference > {{ slack }}
        when '>=' then -difference <= {{ slack }}
        when '>' then difference > {{ slack }}
        when 'between' then -difference <= {{ slack }} and difference_high <= {{ slack }}
    end
{%- endmacro %}

{#- Floating point, not arithmetic of reports: far below any written digit. -#}
{% macro float_noise() -%} 0.000000001 {%- endmacro %}

{#- How a side was added, in words: 2.461 + 975, or 15/36 for a ratio; nothing for a single figure. -#}
{% macro sum_words(side) -%}
    case when {{ list_size(side ~ '.numerator_words') }} > 1 or {{ side }}.denominator_words is not null then ltrim({{ list_to_text(side ~ '.numerator_words', "' '") }}, '+ ')
    || coalesce('/' || ltrim({{ list_to_text(side ~ '.denominator_words', "' '") }}, '+ '), '') end
{%- endmacro %}

{#- What one side of a rule asks for: its constants, whether it is a ratio, how many figures it has and needs. -#}
{% macro side_asked(side) -%}
    coalesce(sum(case when side = '{{ side }}' and operand is null and part = 'numerator' then coefficient end), 0)
        as {{ side }}_numerator,
    coalesce(sum(case when side = '{{ side }}' and operand is null and part = 'denominator' then coefficient end), 0)
        as {{ side }}_denominator,
    max(case when side = '{{ side }}' and part = 'denominator' then 1 else 0 end) = 1 as {{ side }}_is_ratio,
    count(case when side = '{{ side }}' then operand end) as {{ side }}_terms,
    count(case when side = '{{ side }}' and not is_optional then operand end) as {{ side }}_required
{%- endmacro %}

{#- What was found of one side: its figures added up, what their digits leave open, how many there are and lack. -#}
{% macro side_found(side) -%}
    {%- for part in ['numerator', 'denominator'] %}
    {%- set here = "terms.side = '" ~ side ~ "' and terms.part = '" ~ part ~ "'" %}
    sum(case when {{ here }} then terms.coefficient * operands.value end) as {{ side }}_{{ part }},
    sum(case when {{ here }} then abs(terms.coefficient) * operands.half_unit end) as {{ side }}_{{ part }}_tolerance,
    {%- endfor %}
    count(case when terms.side = '{{ side }}' then 1 end) as {{ side }}_figures,
    count(case when terms.side = '{{ side }}' then operands.value end) as {{ side }}_known,
    count(case when terms.side = '{{ side }}' and not terms.is_optional then 1 end) as {{ side }}_required,
    max(case when terms.side = '{{ side }}' then operands.has_gap else 0 end) as {{ side }}_has_gap
{%- endmacro %}

{#- Both together. A side made only of optional terms needs one of them. -#}
{% macro side_added(side) -%}
    asked.{{ side }}_is_ratio,
    found.{{ side }}_known,
    {%- for part in ['numerator', 'denominator'] %}
    asked.{{ side }}_{{ part }} + coalesce(found.{{ side }}_{{ part }}, 0) as {{ side }}_{{ part }},
    coalesce(found.{{ side }}_{{ part }}_tolerance, 0) as {{ side }}_{{ part }}_tolerance,
    {%- endfor %}
    found.{{ side }}_required < asked.{{ side }}_required
    or found.{{ side }}_has_gap = 1
    or (asked.{{ side }}_terms > 0 and found.{{ side }}_figures = 0) as {{ side }}_lacks
{%- endmacro %}

{#- A side of figures and constants added up, where all of it is known; after `side_added` in shape. -#}
{% macro side_summed(side) -%}
    max(case when side = '{{ side }}' and part = 'denominator' then 1 else 0 end) = 1 as {{ side }}_is_ratio,
    {%- for part in ['numerator', 'denominator'] %}
    {%- set here = "side = '" ~ side ~ "' and part = '" ~ part ~ "'" %}
    coalesce(sum(case when {{ here }} then coefficient * value end), 0) as {{ side }}_{{ part }},
    coalesce(sum(case when {{ here }} then abs(coefficient) * half_unit end), 0) as {{ side }}_{{ part }}_tolerance
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

{#- A figure of a term is this one (of int_questioned_figure). -#}
{% macro same_figure(terms, figures) -%}
    {{ terms }}.figure_report_id = {{ figures }}.report_id
    and {{ terms }}.indicator_code = {{ figures }}.indicator_code
    and {{ terms }}.figure_scope = {{ figures }}.scope
    and {{ terms }}.figure_field_code = {{ figures }}.field_code
    and {{ terms }}.subject = {{ figures }}.subject
{%- endmacro %}

{#- A rule between the figures of one report, which can tell which of them is wrong. -#}
{% macro binds_one_report(rules) -%}
    {{ rules }}.kind = 'expression' and {{ rules }}.level <= 1
{%- endmacro %}

{#- The figure stands on the side of a rule whose figures are doubted. -#}
{% macro doubts_side(rules, figures) -%}
    (
        {{ rules }}.suspect = 'either'
        or {{ figures }}.side = {{ rules }}.suspect
        or ({{ rules }}.suspect = 'right' and {{ figures }}.side = 'right_high')
    )
{%- endmacro %}
