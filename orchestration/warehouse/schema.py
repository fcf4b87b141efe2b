"""The landing tables: what the readers found in the reports, one Arrow schema a table.

Landing is append-only. Each load that finds something new adds one Parquet file to each table's folder
(``<warehouse>/landing/<table>/<load>.parquet``); nothing is rewritten, so any state of the warehouse can
be rebuilt from these files alone.
"""

import pyarrow as pa

_text = pa.string()
_number = pa.float64()
_date = pa.date32()

_PLACE = [("source_file", _text), ("source_locator", _text)]

LANDING_TABLES: dict[str, pa.Schema] = {
    # grain: one submission as it was received once (a revision)
    "report": pa.schema(
        [
            ("report_id", _text),  # sha256 of the submission's files and the reader version, shortened
            ("submission", _text),  # folder below raw/, with forward slashes
            ("submission_sha256", _text),
            ("reader_version", _text),
            ("landed_at", pa.timestamp("us")),  # UTC
            ("received_date", _date),  # as submission.yml states; null: nobody says
            ("status", _text),  # accepted | refused
            ("refusal_reason", _text),  # Vietnamese, null when accepted
            ("report_kind", _text),  # report | plan | index
            ("unit_key", _text),
            ("unit_code", _text),
            ("unit_name", _text),
            ("unit_level", _text),
            ("province_name", _text),
            ("period_code", _text),
            ("document_number", _text),
            ("issued_date", _date),
            ("title", _text),
            ("cutoff_start", _date),  # as the report states them, never derived from the label
            ("cutoff_end", _date),
            ("source_file", _text),  # the main document, below raw/
            ("source_sha256", _text),
        ]
    ),
    # grain: report x file
    "report_file": pa.schema(
        [
            ("report_id", _text),
            ("source_file", _text),
            ("source_sha256", _text),
            ("file_format", _text),
            ("size_bytes", pa.int64()),
            ("status", _text),  # read | refused
            ("reason", _text),  # Vietnamese, why a file could not be read
        ]
    ),
    # grain: one statement of a figure at one place
    "statement": pa.schema(
        [
            ("report_id", _text),
            ("statement_no", pa.int32()),  # order of reading within the report, from 1
            ("indicator_code", _text),
            ("form_code", _text),  # of the form row it stands in; null in prose
            ("row_code", _text),
            ("label", _text),  # the row's label or the words of the sentence, as written
            ("scope", _text),  # all | province | district | commune
            ("field_code", _text),  # all | ho_tich | chung_thuc | ...
            ("value", _number),  # dong, percent, or a plain number; null when blank or unreadable
            ("value_text", _text),  # as written
            ("value_state", _text),  # reported | blank | none_occurred | approximate
            ("half_unit", _number),  # rounding declared by the digits: 0 for a count, 0.05 for 95,9 %
            ("period_start", _date),
            ("period_end", _date),
            ("source_kind", _text),  # form | prose
            ("match_score", _number),  # 0-1: how surely a form's row is the catalogue's; null in prose
            *_PLACE,
        ]
    ),
    # grain: plan x indicator x scope x field x place
    "target": pa.schema(
        [
            ("report_id", _text),
            ("indicator_code", _text),
            ("scope", _text),
            ("field_code", _text),
            ("period_code", _text),  # the period that the target is set for
            ("comparator", _text),  # min | max | range | rank
            ("target_min", _number),
            ("target_max", _number),
            ("value_text", _text),
            *_PLACE,
        ]
    ),
    # grain: task of a plan
    "task": pa.schema(
        [
            ("report_id", _text),
            ("task_no", pa.int32()),
            ("area_code", _text),  # I ... IX
            ("task_kind", _text),  # remedy | maintain
            ("subject", _text),
            ("content", _text),
            ("responsible_units", _text),
            ("deadline_text", _text),
            ("deadline_date", _date),
            ("recurrence", _text),  # monthly | quarterly | yearly | regular | null
            *_PLACE,
        ]
    ),
    # grain: report x subject x index x period x component x place
    "index_score": pa.schema(
        [
            ("report_id", _text),
            ("index_code", _text),  # PAR | SIPAS | PAPI | PCI | QD766
            ("period_code", _text),
            ("component_code", _text),  # total | appraisal | survey | satisfaction | ...
            ("score", _number),
            ("max_score", _number),
            ("half_unit", _number),
            ("rank", pa.int32()),
            ("rank_of", pa.int32()),
            ("group_rank", pa.int32()),  # among units of its own kind, where a table ranks twice
            ("value_text", _text),
            ("value_state", _text),  # reported | blank | none_occurred | approximate
            ("source_kind", _text),  # prose | table | note (another source's value, told beside a table's)
            # own: the report's unit; a unit level; country | region | group: of several units; unresolved
            ("subject_kind", _text),
            ("subject_unit_key", _text),  # null but for a unit other than the report's
            ("subject_name", _text),  # the unit with its parents as the register has it, else as written
            ("subject_text", _text),  # as written
            ("numerator", _number),
            ("denominator", _number),
            ("ratio", _number),  # percent
            ("ratio_half_unit", _number),
            ("ratio_locator", _text),
            ("rank_locator", _text),
            *_PLACE,
        ]
    ),
    # grain: one calculation that a text states
    "calculation": pa.schema(
        [
            ("report_id", _text),
            ("calculation_no", pa.int32()),  # order of reading within the report, from 1
            # rate    100 * first / second          share  the same, of the total that a part is listed below
            # part    at most the first             sum    all together
            # change  first (now) - second (then)   growth what the first is above the second, in percent
            # change_year_before, growth_year_before, value_year_before: what the sentence says of the first (now) since
            # the year before, and of the value of then, which only the report of that year can tell
            ("calculation_kind", _text),
            ("subject", _text),  # the words before the result, without numbers: they stay when it is corrected
            ("sentence", _text),  # as written, shortened
            ("operands", pa.list_(_number)),  # dong, percent, or plain numbers, as stated_value is
            ("operand_half_units", pa.list_(_number)),
            ("operand_texts", pa.list_(_text)),  # as written
            ("operand_locators", pa.list_(_text)),
            ("stated_value", _number),  # below zero for a decrease
            ("stated_half_unit", _number),
            ("stated_text", _text),
            *_PLACE,  # of what is stated
        ]
    ),
    # grain: something the reader saw that is not a figure but that a check needs, or could not place
    "remark": pa.schema(
        [
            ("report_id", _text),
            # document_date  a document cited with its date ("Kế hoạch số 171/KH-UBND ngày 25/12/2023")
            # cutoff_date    the end of a stated reporting span
            # title_period   the period of the title      body_period  that of the opening sentence
            # and what int_check_reading tells as it stands:
            # malformed_date     no day of the calendar
            # unmapped_row       a row or a column that the form, or the list of fields, does not have
            # rows_by_unit       figures of other offices, units or periods, of which at most the sum was taken
            # doubtful_row       a row that could be several; expected_text names them
            # label_mismatch     number and label are of two rows; the label was believed
            # undeclared_form    a table like a form, of none that the catalogue knows
            # unreadable_value   a figure's cell that no way of writing explains
            # assumed_encoding   old Vietnamese encoding converted; expected_text says which
            # hidden_content     hidden sheets, rows or columns, read all the same
            # unread_part        a part of a file that could not be read (scanned pages)
            # unread_file        files of the submission that could not be read, by reason
            # unknown_unit       a row of an index table that names no unit; expected_text says why
            # other_unit         a file or sheet under another unit's name, not read; expected_text is the report's
            # contradicting_hint places that name different units or periods; expected_text is what was believed
            # taken_from_name    unit or period known from file or folder names only
            ("remark_kind", _text),
            ("subject", _text),  # what it is about, in words that stay the same in a resubmission
            ("reported_text", _text),  # as written
            ("expected_text", _text),  # what was expected there, when that is known
            ("date_value", _date),
            ("period_code", _text),
            *_PLACE,
        ]
    ),
}
