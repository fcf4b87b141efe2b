{#- A rule concerns a report when it is made for the unit's level and holds on the report's day. -#}
{% macro rule_applies(rules, reports) -%}
    (
        {{ rules }}.levels is null
        or '|' || {{ rules }}.levels || '|' like '%|' || {{ reports }}.unit_level || '|%'
    )
    and ({{ rules }}.valid_from is null or {{ reports }}.reference_date >= {{ rules }}.valid_from)
    and ({{ rules }}.valid_to is null or {{ reports }}.reference_date <= {{ rules }}.valid_to)
{%- endmacro %}

{#- Values of a side and what their digits leave open: a ratio carries the rounding of both parts. -#}
{% macro side_value(side) -%}
    case
        when {{ side }}.is_ratio then {{ side }}.numerator / nullif({{ side }}.denominator, 0)
        else {{ side }}.numerator
    end
{%- endmacro %}

{% macro side_tolerance(side) -%}
    case
        when {{ side }}.is_ratio
            then (
                {{ side }}.numerator_tolerance
                + abs({{ side }}.numerator / nullif({{ side }}.denominator, 0)) * {{ side }}.denominator_tolerance
            ) / nullif(abs({{ side }}.denominator), 0)
        else {{ side }}.numerator_tolerance
    end
{%- endmacro %}

{#- Floating point, not arithmetic of reports: far below any written digit. -#}
{% macro float_noise() -%} 0.000000001 {%- endmacro %}

{#- How a side was added, in words: 2.461 + 975, or 15/36 for a ratio. -#}
{% macro sum_words(side) -%}
    ltrim({{ list_to_text(side ~ '.numerator_words', "' '") }}, '+ ')
    || coalesce('/' || ltrim({{ list_to_text(side ~ '.denominator_words', "' '") }}, '+ '), '')
{%- endmacro %}
