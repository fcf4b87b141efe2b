"""The landing tables that the rule book is compiled to; rules.py says what the columns mean."""

import pyarrow as pa

_text, _flag, _number = pa.string(), pa.bool_(), pa.float64()
RULE_TABLES: dict[str, pa.Schema] = {
    # grain: rule version
    "rule": pa.schema(
        [
            ("rule_id", _text), ("rule_code", _text), ("name_vi", _text), ("level", pa.int32()), ("severity", _text),
            ("kind", _text), ("check_name", _text), ("op", _text), ("left_text", _text), ("right_text", _text),
            ("missing_left", _text), ("missing_right", _text), ("suspect", _text), ("distrusts", _flag),
            ("told", _flag), ("only_if", pa.list_(_text)), ("message_vi", _text), ("suggestion_vi", _text),
            ("levels", _text), ("provinces", pa.list_(_text)), ("forms", pa.list_(_text)),
            ("valid_from", pa.date32()), ("valid_to", pa.date32()),
            ("tolerance", _text), ("tolerance_amount", _number), ("tolerance_share", _number),
            ("instance_scope", _text), ("instance_field", _text),
            ("fingerprint", _text),
        ]
    ),
    # grain: term of a rule's side
    "rule_term": pa.schema(
        [
            ("rule_id", _text), ("rule_code", _text), ("term_no", pa.int32()), ("side", _text), ("part", _text),
            ("coefficient", _number), ("indicator_code", _text), ("scope", _text), ("field_mode", _text),
            ("is_optional", _flag), ("relation", _text), ("every_field_of", _text), ("operand", _text),
        ]
    ),
}  # fmt: skip
