{#-
  Period codes: 2023-Q1, 2023-H1, 2023-9M, 2023, 2021-09, 2011/2020.
  `like` with one sign for each digit is enough to tell them apart: the readers write no other form.
-#}
{% macro period_type(code) -%}
    case
        when {{ code }} like '____-Q_' then 'quarter'
        when {{ code }} like '____-H_' then 'half_year'
        when {{ code }} like '____-9M' then 'nine_months'
        when {{ code }} like '____/____' then 'multi_year'
        when {{ code }} like '____-__' then 'month'
        when {{ code }} like '____' then 'year'
        else 'other'
    end
{%- endmacro %}

{#- The year in which the period ends. -#}
{% macro period_year(code) -%}
    try_cast(case when {{ code }} like '____/____' then substring({{ code }}, 6, 4) else substring({{ code }}, 1, 4) end as integer)
{%- endmacro %}

{#- First calendar day of the label; null when the label names no day of the calendar. -#}
{% macro period_start(code) -%}
    try_cast(
        substring({{ code }}, 1, 4) || case
            when {{ code }} like '____-Q2' then '-04-01'
            when {{ code }} like '____-Q3' or {{ code }} like '____-H2' then '-07-01'
            when {{ code }} like '____-Q4' then '-10-01'
            when {{ code }} like '____-Q_' or {{ code }} like '____-H_' or {{ code }} like '____-9M' then '-01-01'
            when {{ code }} like '____-__' then substring({{ code }}, 5, 3) || '-01'
            else '-01-01'
        end as date
    )
{%- endmacro %}

{#- Last calendar day of the label. -#}
{% macro period_end(code) -%}
    last_day(try_cast(
        cast({{ period_year(code) }} as string) || case
            when {{ code }} like '____-Q1' then '-03-01'
            when {{ code }} like '____-Q2' or {{ code }} like '____-H1' then '-06-01'
            when {{ code }} like '____-Q3' or {{ code }} like '____-9M' then '-09-01'
            when {{ code }} like '____-Q_' or {{ code }} like '____-H_' then '-12-01'
            when {{ code }} like '____-__' then substring({{ code }}, 5, 3) || '-01'
            else '-12-01'
        end as date
    ))
{%- endmacro %}

{#-
  The period before, of the same type. Half years and nine months are counted from the start of a year, so
  what comes before them is the same span of the year before.
-#}
{% macro previous_period(code) -%}
    {%- set year_before -%} cast({{ period_year(code) }} - 1 as string) {%- endset -%}
    case
        when {{ code }} like '____-Q1' then {{ year_before }} || '-Q4'
        when {{ code }} like '____-Q_'
            then substring({{ code }}, 1, 6) || cast(try_cast(substring({{ code }}, 7, 1) as integer) - 1 as string)
        when {{ code }} like '____-H_' or {{ code }} like '____-9M' then {{ year_before }} || substring({{ code }}, 5)
        when {{ code }} like '____-01' then {{ year_before }} || '-12'
        when {{ code }} like '____-__'
            then substring({{ code }}, 1, 5) || lpad(cast(try_cast(substring({{ code }}, 6, 2) as integer) - 1 as string), 2, '0')
        when {{ code }} like '____' then {{ year_before }}
    end
{%- endmacro %}

{#-
  What a figure of the catalogue says when a report states it for a period: a stock (counted at an instant) what stood at
  its end; what is cumulative, and all in reports whose label begins with the year, the year so far; else what fell
  into the period itself.
-#}
{% macro natural_basis(code, indicators) -%}
    case
        when {{ indicators }}.measure = 'stock' then 'as_of_end'
        when {{ code }} like '____/____' then 'in_period'
        when {{ indicators }}.is_cumulative then 'year_to_date'
        when {{ code }} like '____-H1' or {{ code }} like '____-9M' or {{ code }} like '____' then 'year_to_date'
        else 'in_period'
    end
{%- endmacro %}

{#- Days of two figures that follow each other: where both are stated, one begins on the morrow of the other. -#}
{% macro days_meet(last_day, first_day) -%}
    ({{ last_day }} is null or {{ first_day }} is null or {{ next_day(last_day) }} = {{ first_day }})
{%- endmacro %}

{#- Days of two figures that are to be alike: where both are stated, they are one. -#}
{% macro days_agree(one, other) -%}
    ({{ one }} is null or {{ other }} is null or {{ one }} = {{ other }})
{%- endmacro %}

{#- Two figures are counts of the same thing in one year: of one unit, of the whole or the office, one indicator. -#}
{% macro same_count(one, other) -%}
    {{ one }}.series_key = {{ other }}.series_key
    and {{ one }}.is_whole = {{ other }}.is_whole
    and {{ one }}.indicator_code = {{ other }}.indicator_code
    and {{ one }}.year = {{ other }}.year
{%- endmacro %}

{#- A period's label as officers say it: 2023-Q1 is quý I năm 2023 (Python: period_words). -#}
{% macro vi_period(code) -%}
    case
        when {{ code }} like '____/____' then 'giai đoạn ' || replace({{ code }}, '/', '-')
        when {{ code }} like '____' then 'năm ' || {{ code }}
        else case
            when {{ code }} like '____-Q1' then 'quý I'
            when {{ code }} like '____-Q2' then 'quý II'
            when {{ code }} like '____-Q3' then 'quý III'
            when {{ code }} like '____-Q4' then 'quý IV'
            when {{ code }} like '____-H1' then '6 tháng đầu'
            when {{ code }} like '____-H2' then '6 tháng cuối'
            when {{ code }} like '____-9M' then '9 tháng đầu'
            else 'tháng ' || cast(try_cast(substring({{ code }}, 6, 2) as integer) as string)
        end
        || ' năm ' || substring({{ code }}, 1, 4)
    end
{%- endmacro %}

{#- From the month of one day to that of another. -#}
{% macro months_between(first_day, last_day) -%}
    (
        12 * (extract(year from {{ last_day }}) - extract(year from {{ first_day }}))
        + extract(month from {{ last_day }}) - extract(month from {{ first_day }})
    )
{%- endmacro %}

{% macro next_day(day) -%}
    {{ adapter.dispatch('next_day', 'cchc')(day) }}
{%- endmacro %}

{% macro default__next_day(day) -%}
    ({{ day }} + 1)
{%- endmacro %}

{% macro spark__next_day(day) -%}
    date_add({{ day }}, 1)
{%- endmacro %}
