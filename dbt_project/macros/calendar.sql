{#- Days between two dates: 2 from the 14th to the 16th. -#}
{% macro days_between(first, last) -%}
    {{ adapter.dispatch('days_between', 'cchc')(first, last) }}
{%- endmacro %}

{% macro default__days_between(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}

{% macro spark__days_between(first, last) -%}
    datediff({{ last }}, {{ first }})
{%- endmacro %}

{#- The day that officers write at a moment (UTC): the nightly load of 01:00 belongs to the new day. -#}
{% macro day_in_vietnam(moment) -%}
    cast({{ moment }} + interval 7 hour as date)
{%- endmacro %}

{#-
  Whether a report with some forms (BM1|BM7), sent by a level, owes a row of the catalogue: no heading, no row of
  unknown meaning, none whose wording nobody has seen in an official form.
-#}
{% macro is_owed_row(indicators, forms, unit_level) -%}
    (
        '|' || {{ forms }} || '|' like '%|' || {{ indicators }}.form_code || '|%'
        and '|' || {{ indicators }}.levels || '|' like '%|' || {{ unit_level }} || '|%'
        and {{ indicators }}.value_type not in ('header', 'unknown')
        and {{ indicators }}.source_status in ('seed_document', 'public_source')
    )
{%- endmacro %}

{#- Whether a label's first day is that of a year: what is reported of it counts from there (Q1, H1, 9M, year). -#}
{% macro starts_the_year(start_date) -%}
    (extract(month from {{ start_date }}) = 1 and extract(day from {{ start_date }}) = 1)
{%- endmacro %}
