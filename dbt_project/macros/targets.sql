{#-
  How far a figure is beyond its target: negative while something is missing, 0 when just reached. Of a range, the end
  that is reached first counts (30-50% of what should rise is reached at 30); where no direction is better, a figure has
  to lie inside. A rank is at most target_max. Null without a figure or without the number that it needs.
-#}
{% macro target_gap(actual, targets) -%}
    case
        when {{ targets }}.comparator = 'min' or ({{ targets }}.comparator = 'range' and {{ targets }}.direction = 'higher_better')
            then {{ actual }} - {{ targets }}.target_min
        when {{ targets }}.comparator in ('max', 'rank') or ({{ targets }}.comparator = 'range' and {{ targets }}.direction = 'lower_better')
            then {{ targets }}.target_max - {{ actual }}
        when {{ targets }}.comparator = 'range' and {{ targets }}.target_min is not null and {{ targets }}.target_max is not null
            then least({{ actual }} - {{ targets }}.target_min, {{ targets }}.target_max - {{ actual }})
    end
{%- endmacro %}

{#- The number that has to be reached, as target_gap reads it. -#}
{% macro target_number(targets) -%}
    case
        when {{ targets }}.comparator in ('max', 'rank') or ({{ targets }}.comparator = 'range' and {{ targets }}.direction = 'lower_better')
            then {{ targets }}.target_max
        else {{ targets }}.target_min
    end
{%- endmacro %}

{#- Whether a gap says that the target is met; a rate computed from its parts may miss 95 by its last binary digit. -#}
{% macro is_met(gap, actual) -%}
    {{ gap }} >= -{{ float_noise() }} * greatest(1, abs({{ actual }}))
{%- endmacro %}
