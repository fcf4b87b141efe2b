-- What decides whether a rule concerns an accepted report: its level, province, forms and day.
with forms as (
    select
        report_id,
        {{ list_of('form_code', 'form_code') }} as forms
    from (
        select distinct
            report_id,
            form_code
        from {{ ref('int_statement') }}
        where form_code is not null
    )
    group by report_id
)

select
    reports.report_id,
    reports.unit_level,
    -- of then and of today: a rule may name either
    {{ list_pair('reports.province_name', 'units.current_province_name') }} as province_names,
    coalesce(forms.forms, {{ empty_list() }}) as forms,
    reports.reference_date
from {{ ref('int_report') }} as reports
left join {{ ref('dim_unit') }} as units on reports.unit_key = units.unit_key
left join forms on reports.report_id = forms.report_id
where reports.status = 'accepted'
