"""What the documentation tells to type works on the tables that the contracts promise."""

import re

import duckdb
import pytest
from contract_tables import sound_tables

from orchestration.settings import PROJECT_DIR

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
