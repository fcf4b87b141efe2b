{#- A number as officers write it: 27.185 and 41,67 (two decimals at most, of a fraction four: 0,9465). -#}
{% macro vi_number(value) -%}
    {{ adapter.dispatch('vi_number', 'cchc')(value) }}
{%- endmacro %}

{% macro default__vi_number(value) -%}
    rtrim(rtrim(translate(
        case when abs({{ value }}) < 1 then format('{:,.4f}', {{ value }}) else format('{:,.2f}', {{ value }}) end,
        ',.', '.,'
    ), '0'), ',')
{%- endmacro %}

{% macro spark__vi_number(value) -%}
    rtrim(',', rtrim('0', translate(
        case when abs({{ value }}) < 1 then format_number({{ value }}, 4) else format_number({{ value }}, 2) end,
        ',.', '.,'
    )))
{%- endmacro %}

{#- A scope in an officer's words; nothing for the whole. -#}
{% macro scope_words(scope) -%}
    case {{ scope }}
        when 'province' then 'cấp tỉnh'
        when 'district' then 'cấp huyện'
        when 'commune' then 'cấp xã'
        else ''
    end
{%- endmacro %}

{#- An indicator by its official name and, for a form row, where it stands. -#}
{% macro indicator_words(name_vi, form_code, row_code) -%}
    {{ name_vi }} || case
        when {{ form_code }} like 'BM%' or {{ form_code }} like 'PL%'
            then ' (' || {{ form_words(form_code) }} || ', dòng ' || {{ row_code }} || ')'
        when {{ form_code }} like 'II.%' then ' (' || {{ form_words(form_code) }} || ', cột ' || {{ row_code }} || ')'
        else ''
    end
{%- endmacro %}

{#- A form by its name: BM7 is Biểu mẫu 7. -#}
{% macro form_words(form_code) -%}
    case
        when {{ form_code }} like 'BM%' then 'Biểu mẫu ' || substring({{ form_code }}, 3)
        when {{ form_code }} like 'PL%' then 'Phụ lục ' || substring({{ form_code }}, 3)
        else 'Biểu ' || {{ form_code }}
    end
{%- endmacro %}

{#- What a reader could not place, by the name of its form: "BM6 1.1" is Biểu mẫu 6, dòng 1.1. -#}
{% macro subject_words(subject) -%}
    case
        when {{ subject }} like 'BM_ %' or {{ subject }} like 'PL__ %'
            then {{ form_words("split_part(" ~ subject ~ ", ' ', 1)") }} || ', dòng '
            || substring({{ subject }}, length(split_part({{ subject }}, ' ', 1)) + 2)
        else {{ subject }}
    end
{%- endmacro %}

{#- A value with what it is counted in. -#}
{% macro figure_words(value, value_type) -%}
    {{ vi_number(value) }} || case {{ value_type }} when 'percent' then '%' when 'money' then ' đồng' else '' end
{%- endmacro %}

{#- A place for whoever does not have the report before them: the submission's folder and, in it, file and cell. -#}
{% macro full_place(source_file, locator) -%}
    case
        when {{ source_file }} like '%/' || split_part({{ locator }}, '!', 1)
            then substring({{ source_file }}, 1, length({{ source_file }}) - length(split_part({{ locator }}, '!', 1)))
            || {{ locator }}
        else {{ source_file }} || ': ' || {{ locator }}
    end
{%- endmacro %}

{#- Takes out the gaps that empty placeholders leave; a point before a word is its own (".xlsx"). -#}
{% macro tidy_words(text) -%}
    trim(replace(replace(replace(replace(replace(replace(
        {{ text }} || ' ', '(; ', '('), ' ()', ''), '  ', ' '), '  ', ' '), ' ,', ','), ' . ', '. '))
{%- endmacro %}

{#- A day as officers write it: 14/3/2023 with two digits each, 14/03/2023. -#}
{% macro vi_date(day) -%}
    {{ adapter.dispatch('vi_date', 'cchc')(day) }}
{%- endmacro %}

{% macro default__vi_date(day) -%}
    strftime({{ day }}, '%d/%m/%Y')
{%- endmacro %}

{% macro spark__vi_date(day) -%}
    date_format({{ day }}, 'dd/MM/yyyy')
{%- endmacro %}

{#- A rule's message with its placeholders filled from the columns of the finding; to be tidied (tidy_words). -#}
{% macro filled_words(template) -%}
    {%- set filled = namespace(sql=template) -%}
    {%- for placeholder, words in [
        ('{name}', 'name_vi'),
        ('{scope}', 'scope_vi'),
        ('{field}', 'field_vi'),
        ('{left}', 'left_vi'),
        ('{right}', 'right_vi'),
        ('{difference}', 'difference_vi'),
        ('{left_places}', list_to_text('left_locators', "', '")),
        ('{right_places}', list_to_text('right_locators', "', '")),
        ('{left_parts}', "coalesce(left_parts, '')"),
        ('{right_parts}', "coalesce(right_parts, '')"),
        ('{subject}', 'subject_vi'),
        ('{elsewhere}', "coalesce(elsewhere_vi, '')"),
    ] -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '" ~ placeholder ~ "', " ~ words ~ ")" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}

{#- What seems to have happened to a cell, or how it is mended: a sentence of the seed slips, filled. -#}
{% macro fault_words(template) -%}
    {%- set filled = namespace(sql=template) -%}
    {%- for placeholder, words in [
        ('{place}', 'source_locator'),
        ('{places}', list_to_text('locators', "', '")),
        ('{moved}', "coalesce(" ~ list_to_text('moved', "', '") ~ ", '')"),
        ('{written}', "coalesce(written_vi, '')"),
        ('{meant}', "coalesce(meant_vi, '')"),
        ('{times}', "coalesce(times_vi, '')"),
        ('{choices}', list_to_text('choices', "' hoặc '")),
        ('{block}', "coalesce(block_vi, '')"),
    ] -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '" ~ placeholder ~ "', " ~ words ~ ")" -%}
    {%- endfor -%}
    {{ filled.sql }}
{%- endmacro %}
