{#- The type word of a unit's official name: Xã, Thị trấn. -#}
{% macro unit_type(unit_name) -%}
    case
        when {{ unit_name }} like 'Thị trấn %' then 'Thị trấn'
        when {{ unit_name }} like 'Thị xã %' then 'Thị xã'
        when {{ unit_name }} like 'Thành phố %' then 'Thành phố'
        when {{ unit_name }} like 'Đặc khu %' then 'Đặc khu'
        else split_part({{ unit_name }}, ' ', 1)
    end
{%- endmacro %}

{#- A unit's official name without its type word. -#}
{% macro unit_bare_name(unit_name) -%}
    substring({{ unit_name }}, length({{ unit_type(unit_name) }}) + 2)
{%- endmacro %}
