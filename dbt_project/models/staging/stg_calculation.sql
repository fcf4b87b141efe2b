select
    report_id,
    calculation_no,
    calculation_kind,
    subject,
    sentence,
    operands,
    operand_half_units,
    operand_texts,
    operand_locators,
    stated_value,
    stated_half_unit,
    stated_text,
    source_file,
    source_locator
from {{ source('landing', 'calculation') }}
