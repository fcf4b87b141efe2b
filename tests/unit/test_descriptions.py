"""Every published table and column says what it is in English (`description`) and in Vietnamese (`config.meta.vi`)."""

import re
from collections import Counter
from typing import Any

import pytest
import yaml

from orchestration.settings import PROJECT_DIR

MODELS: dict[str, dict[str, Any]] = {
    f"{schema}.{model['name']}": model
    for schema in ("marts", "quality")
    for path in sorted((PROJECT_DIR / "dbt_project/models" / schema).glob("*.yml"))
    for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
}
# Letters that only Vietnamese has, and its vowels with a tone.
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


def words(described: dict[str, Any]) -> tuple[str, str]:
    """English and Vietnamese words of a model or column; empty where there are none."""
    english, meta = described.get("description", ""), described.get("config", {}).get("meta", {})
    return english.strip(), meta.get("vi", "").strip()


def copies(texts: list[str]) -> list[str]:
    return [text for text, times in Counter(texts).items() if times > 1]


def test_no_table_has_the_words_of_another() -> None:
    english, vietnamese = zip(*map(words, MODELS.values()), strict=True)
    assert copies(english) == [] and copies(vietnamese) == []


@pytest.mark.parametrize("name", MODELS)
def test_a_table_says_what_it_is_and_ends_with_its_grain(name: str) -> None:
    english, vietnamese = words(MODELS[name])
    assert re.search(r"\bGrain: one row per [^.]+\.$", english)
    assert re.search(r"(^|\. )Mỗi dòng là (một|từng) .+\.$", vietnamese)


@pytest.mark.parametrize("name", MODELS)
def test_each_column_says_what_it_is_and_no_two_say_the_same(name: str) -> None:
    columns = {column["name"]: words(column) for column in MODELS[name]["columns"]}
    assert not [text for texts in [words(MODELS[name]), *columns.values()] for text in texts if "  " in text]
    english, vietnamese = zip(*columns.values(), strict=True)
    assert [column for column, (text, _) in columns.items() if len(text) < 4] == []
    assert [column for column, (_, text) in columns.items() if not VIETNAMESE.search(text)] == []
    assert copies(english) == [] and copies(vietnamese) == []
