{#-
  How far a figure is beyond its target: negative while something is missing, 0 when just reached. Of a range, the end
  that is reached first counts (30-50% of what should rise is reached at 30); where no direction is better, a figure has
  to lie inside. A rank is at most target_max. Null without a figure or without the number that it needs.
-#}
{% macro target_gap(actual, comparator, target_min, target_max, direction) -%}
    case
        when {{ comparator }} = 'min' or ({{ comparator }} = 'range' and {{ direction }} = 'higher_better')
            then {{ actual }} - {{ target_min }}
        when {{ comparator }} in ('max', 'rank') or ({{ comparator }} = 'range' and {{ direction }} = 'lower_better')
            then {{ target_max }} - {{ actual }}
        when {{ comparator }} = 'range' and {{ target_min }} is not null and {{ target_max }} is not null
            then least({{ actual }} - {{ target_min }}, {{ target_max }} - {{ actual }})
    end
{%- endmacro %}

{#- The number that has to be reached, as target_gap reads it. -#}
{% macro target_number(comparator, target_min, target_max, direction) -%}
    case
        when {{ comparator }} in ('max', 'rank') or ({{ comparator }} = 'range' and {{ direction }} = 'lower_better')
            then {{ target_max }}
        else {{ target_min }}
    end
{%- endmacro %}

{#- Whether a gap says that the target is met; a rate computed from its parts may miss 95 by its last binary digit. -#}
{% macro is_met(gap, actual) -%}
    {{ gap }} >= -{{ float_noise() }} * greatest(1, abs({{ actual }}))
{%- endmacro %}
