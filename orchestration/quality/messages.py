"""The words of messages_vi.yml: what officers read in alerts, and stewards on the validation page."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_MESSAGES = Path(__file__).with_name("messages_vi.yml")


@cache
def messages() -> dict[str, Any]:
    return yaml.safe_load(_MESSAGES.read_text(encoding="utf-8"))


def column_heading(column: str) -> str:
    """A column of a table as a steward calls it; its own name where the file has no word for it."""
    return messages()["columns"].get(column, column)


def column_value(column: str, value: str) -> str:
    """A coded value in words (`scope` `all`: toàn bộ); any other value as it is."""
    return messages()["values"].get(column, {}).get(value, value)
