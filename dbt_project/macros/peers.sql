{#-
  How a value stands beside those of its peers, the rows that share the columns `peers`: its place (ties share one; where
  no direction is better, by size), among how many with a value, their median, and how far the best of them is.
-#}
{% macro beside_peers(value, direction, peers) -%}
    case
        when {{ value }} is not null
            then rank() over (
                    partition by {{ peers }}
                    order by case when {{ direction }} = 'lower_better' then {{ value }} else -{{ value }} end nulls last
                )
    end as rank,
    count({{ value }}) over (partition by {{ peers }}) as rank_of,
    median({{ value }}) over (partition by {{ peers }}) as median_value,
    case {{ direction }}
        when 'higher_better' then max({{ value }}) over (partition by {{ peers }}) - {{ value }}
        when 'lower_better' then {{ value }} - min({{ value }}) over (partition by {{ peers }})
    end as gap_to_best
{%- endmacro %}
