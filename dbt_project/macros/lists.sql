{#- Lists are the one thing that DuckDB and Spark write differently everywhere: each form stands here once. -#}

{#- A list of the non-null values of an expression, in an order. -#}
{% macro list_of(expression, order_by) -%}
    {{ adapter.dispatch('list_of', 'cchc')(expression, order_by) }}
{%- endmacro %}

{% macro default__list_of(expression, order_by) -%}
    list({{ expression }} order by {{ order_by }}) filter (where {{ expression }} is not null)
{%- endmacro %}

{% macro spark__list_of(expression, order_by) -%}
    transform(
        array_sort(collect_list(case when {{ expression }} is not null then struct({{ order_by }}, {{ expression }} as item) end)),
        x -> x.item
    )
{%- endmacro %}

{% macro empty_list() -%}
    {{ adapter.dispatch('empty_list', 'cchc')() }}
{%- endmacro %}

{% macro default__empty_list() -%}
    cast([] as string[])
{%- endmacro %}

{% macro spark__empty_list() -%}
    cast(array() as array<string>)
{%- endmacro %}

{% macro list_with(expression) -%}
    {{ adapter.dispatch('list_with', 'cchc')(expression) }}
{%- endmacro %}

{% macro default__list_with(expression) -%}
    [{{ expression }}]
{%- endmacro %}

{% macro spark__list_with(expression) -%}
    array({{ expression }})
{%- endmacro %}

{% macro list_pair(first, second) -%}
    {{ adapter.dispatch('list_pair', 'cchc')(first, second) }}
{%- endmacro %}

{% macro default__list_pair(first, second) -%}
    [{{ first }}, {{ second }}]
{%- endmacro %}

{% macro spark__list_pair(first, second) -%}
    array({{ first }}, {{ second }})
{%- endmacro %}

{#- Two lists, one behind the other, each place once. -#}
{% macro join_lists(first, second) -%}
    {{ adapter.dispatch('join_lists', 'cchc')(first, second) }}
{%- endmacro %}

{% macro default__join_lists(first, second) -%}
    list_concat({{ first }}, list_filter({{ second }}, lambda place: not list_contains({{ first }}, place)))
{%- endmacro %}

{% macro spark__join_lists(first, second) -%}
    array_union({{ first }}, {{ second }})
{%- endmacro %}

{#- Whether two lists have an item in common. -#}
{% macro lists_meet(first, second) -%}
    {{ adapter.dispatch('lists_meet', 'cchc')(first, second) }}
{%- endmacro %}

{% macro default__lists_meet(first, second) -%}
    list_has_any({{ first }}, {{ second }})
{%- endmacro %}

{% macro spark__lists_meet(first, second) -%}
    arrays_overlap({{ first }}, {{ second }})
{%- endmacro %}

{#- The items of a list as one text; the separator is an SQL literal. -#}
{% macro list_to_text(list, separator) -%}
    {{ adapter.dispatch('list_to_text', 'cchc')(list, separator) }}
{%- endmacro %}

{% macro default__list_to_text(list, separator) -%}
    array_to_string({{ list }}, {{ separator }})
{%- endmacro %}

{% macro spark__list_to_text(list, separator) -%}
    array_join({{ list }}, {{ separator }})
{%- endmacro %}

{#- One row for each item of a list, as an expression of the select list. -#}
{% macro each_of(list) -%}
    {{ adapter.dispatch('each_of', 'cchc')(list) }}
{%- endmacro %}

{% macro default__each_of(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__each_of(list) -%}
    explode({{ list }})
{%- endmacro %}

{% macro list_first(list) -%}
    {{ adapter.dispatch('list_first', 'cchc')(list) }}
{%- endmacro %}

{% macro default__list_first(list) -%}
    {{ list }}[1]
{%- endmacro %}

{% macro spark__list_first(list) -%}
    element_at({{ list }}, 1)
{%- endmacro %}

{% macro list_size(list) -%}
    {{ adapter.dispatch('list_size', 'cchc')(list) }}
{%- endmacro %}

{% macro default__list_size(list) -%}
    len({{ list }})
{%- endmacro %}

{% macro spark__list_size(list) -%}
    size({{ list }})
{%- endmacro %}

{#- The second item of a list, null where it has but one. -#}
{% macro list_second(list) -%}
    {{ adapter.dispatch('list_second', 'cchc')(list) }}
{%- endmacro %}

{% macro default__list_second(list) -%}
    {{ list }}[2]
{%- endmacro %}

{% macro spark__list_second(list) -%}
    try_element_at({{ list }}, 2)
{%- endmacro %}

{#- The numbers of a list added up. -#}
{% macro list_total(list) -%}
    {{ adapter.dispatch('list_total', 'cchc')(list) }}
{%- endmacro %}

{% macro default__list_total(list) -%}
    list_sum({{ list }})
{%- endmacro %}

{% macro spark__list_total(list) -%}
    aggregate({{ list }}, cast(0 as double), (total, item) -> total + item)
{%- endmacro %}
