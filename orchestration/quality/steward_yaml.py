"""YAML as stewards write it: a key given twice is a mistake, ``=`` is a text, and so is a day that does not exist."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml


class _UniqueKeys:
    """Where YAML keeps the last of two equal keys in silence, this refuses them."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            # keys merged in with `<<` stand elsewhere; those the entry may override
            if node.start_mark.index <= key.start_mark.index <= node.end_mark.index and key.value != "<<":
                if str(key.value) in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"found the key {key.value!r} twice, expected it once", key.start_mark
                    )
                seen.add(str(key.value))
        return super().construct_mapping(node, deep)  # type: ignore[misc]


class TypedLoader(_UniqueKeys, yaml.CSafeLoader):
    """Numbers, dates and truths as YAML knows them."""

    def _text(self, node: yaml.ScalarNode) -> str:
        return str(node.value)

    def _day(self, node: yaml.ScalarNode) -> date | str:
        try:
            return yaml.CSafeLoader.construct_yaml_timestamp(self, node)
        except ValueError:
            return str(node.value)  # whoever expects a date says what was found


TypedLoader.add_constructor("tag:yaml.org,2002:value", TypedLoader._text)
TypedLoader.add_constructor("tag:yaml.org,2002:timestamp", TypedLoader._day)


class TextLoader(_UniqueKeys, yaml.BaseLoader):
    """Everything is text: a bare 00144 would else be the octal number 100, and `on` a truth."""


def read_entries(path: Path, loader: type[yaml.CSafeLoader] | type[yaml.BaseLoader]) -> list[Any]:
    """The entries of a file; a file without any has none. Raises ValueError, naming file and line."""
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), loader) or []
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: found another encoding, expected UTF-8: {error}") from error
    except yaml.YAMLError as error:
        told = str(error).replace('in "<unicode string>", ', "")
        raise ValueError(
            f"{path.name}: not valid YAML (an operator or a text with a colon needs quotes): {told}"
        ) from error
    if not isinstance(entries, list):
        raise ValueError(f"{path.name}: found {type(entries).__name__}, expected a list of entries")
    return entries
