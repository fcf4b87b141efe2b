{#
  Descriptions as comments of the published tables and columns, so that any tool that opens the file shows them: the
  English words, below them the Vietnamese ones of meta.vi. dbt's own persist_docs knows the description alone; other
  databases keep it.
#}

{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {% if for_relation and config.persist_relation_docs() %}
        {% do run_query(alter_relation_comment(relation, in_both_languages(model.description, model.config.meta))) %}
    {% endif %}
    {% if for_columns and config.persist_column_docs() %}
        {% set columns = {} %}
        {% for name, column in model.columns.items() %}
            {% set words = in_both_languages(column.description, column.meta) %}
            {% do columns.update({name: {"description": words, "quote": column.quote}}) %}
        {% endfor %}
        {% do run_query(alter_column_comment(relation, columns)) %}
    {% endif %}
{% endmacro %}

{% macro in_both_languages(description, meta) %}
    {{ return((description | trim) ~ ("\n" ~ meta.vi if meta.vi else "")) }}
{% endmacro %}
