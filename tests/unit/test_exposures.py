"""Exposures tell the truth: each depends on the published tables that its files read, no more and no fewer."""

import re
from importlib.resources import files
from typing import Any

import pytest
import yaml

from orchestration.settings import PROJECT_DIR

EXPOSURES = yaml.safe_load((PROJECT_DIR / "dbt_project/models/exposures.yml").read_text(encoding="utf-8"))["exposures"]


@pytest.mark.parametrize("exposure", EXPOSURES, ids=lambda exposure: exposure["name"])
def test_an_exposure_depends_on_what_its_files_read(exposure: dict[str, Any]) -> None:
    read: set[str] = set()
    for file in exposure["config"]["meta"]["reads"]:
        text = (PROJECT_DIR / file).read_text(encoding="utf-8")
        read |= set(re.findall(r"\b(?:from|join)\s+(?:marts|quality)\.(\w+)", text))
    assert {re.fullmatch(r"ref\('(\w+)'\)", entry)[1] for entry in exposure["depends_on"]} == read


def test_the_page_that_dbt_builds_asks_no_other_host() -> None:
    """`make docs` writes dbt's own page with our models inside: a dbt that loads remote styles or scripts shows here.

    Its one remote script, of usage statistics, runs only where send_anonymous_usage_stats is true.
    """
    page = files("dbt.task.docs").joinpath("index.html").read_text(encoding="utf-8")
    loaded = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*?(?:src|href)\s*=\s*["']?(?:https?:)?//[^"'\s>]+""", page)
    assert loaded == []
    assert re.findall(r"""(?:@import\s*["']?|url\(\s*["']?)(?:https?:)?//[^"')\s]+""", page) == []
    [condition] = re.findall(r"!0===(\w+)\.track&&\w+\.turn_on_tracking\(\)", page)
    assert re.search(r"init\(\{track:\w+\.send_anonymous_usage_stats,", page) and condition
    project = yaml.safe_load((PROJECT_DIR / "dbt_project/dbt_project.yml").read_text(encoding="utf-8"))
    assert project["flags"]["send_anonymous_usage_stats"] is False
