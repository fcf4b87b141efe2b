"""What the documentation tells to type works on the tables that the contracts promise."""

import re

import duckdb
import pytest
from contract_tables import sound_tables
from review_prose import review

from orchestration.settings import PROJECT_DIR, Settings

QUERIES = re.findall(r"```sql\n(.*?)```", (PROJECT_DIR / "docs" / "marts.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_page_has_a_query_for_each_question() -> None:
    assert len(QUERIES) == 4


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_each_query_of_the_page_runs(number: int) -> None:
    with duckdb.connect() as build:
        sound_tables(build)
        build.execute(
            "update marts.target_by_unit set topic = 'online_service', is_plan_owner = false, period_type = 'month'"
        )
        build.execute("update marts.unit_scorecard set is_few_peers = false")
        assert len(build.execute(QUERIES[number]).fetchall()) == 1


def test_the_review_of_sentences_is_of_today() -> None:
    """What a change of the reader does to the sample documents is seen, and read, in the commit that makes it."""
    page = (PROJECT_DIR / "docs" / "prose-review.md").read_text(encoding="utf-8")
    assert page == review(Settings().raw_dir), "python scripts/review_prose.py"
