"""Settings from the environment, and the only place that names paths."""

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT_DIR = Path(__file__).resolve().parent.parent

_DAGSTER_YAML = """\
# Nothing leaves this machine.
telemetry:
  enabled: false
# No invitation to sign up on the first visit.
nux:
  enabled: false
"""


class Settings(BaseSettings):
    """What an installation may change, each with a default that works.

    Defaults stand below the project, whatever the working directory; a relative path given by the user
    is relative to the working directory, as in any shell.
    """

    model_config = SettingsConfigDict(env_prefix="CCHC_", env_ignore_empty=True, frozen=True)

    raw_dir: Path = PROJECT_DIR / "raw"
    warehouse_dir: Path = PROJECT_DIR / "warehouse"
    # Addresses hold passwords and tokens: they stay out of repr() and so out of logs.
    alert_urls: Annotated[tuple[str, ...], NoDecode] = Field(default=(), repr=False)

    @field_validator("raw_dir", "warehouse_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @field_validator("alert_urls", mode="before")
    @classmethod
    def _split_urls(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        # An address may itself hold commas (?to=a,b): cut only where the next address begins.
        parts = re.split(r"[,\s]+(?=[a-z][\w+.-]*://)", value.strip(" \t\r\n,"), flags=re.IGNORECASE)
        return tuple(part for part in parts if part)

    # The warehouse
    @property
    def landing_dir(self) -> Path:
        """Append-only Parquet, one folder a table."""
        return self.warehouse_dir / "landing"

    @property
    def received_dir(self) -> Path:
        """Files as they were received, by sha256."""
        return self.warehouse_dir / "received"

    @property
    def build_db(self) -> Path:
        """What dbt writes; no reader opens it."""
        return self.warehouse_dir / "build" / "cchc_build.duckdb"

    @property
    def dbt_target_dir(self) -> Path:
        """dbt's own files (compiled SQL, logs, parsed project) of this warehouse's builds."""
        return self.warehouse_dir / "build" / "dbt"

    @property
    def published_db(self) -> Path:
        return self.warehouse_dir / "cchc.duckdb"

    @property
    def parquet_dir(self) -> Path:
        return self.warehouse_dir / "parquet"

    @property
    def border_dir(self) -> Path:
        """Results of the border checks: a page, and one JSON a load."""
        return self.warehouse_dir / "border"

    # The project
    @property
    def dbt_project_dir(self) -> Path:
        return PROJECT_DIR / "dbt_project"

    @property
    def rules_dir(self) -> Path:
        return PROJECT_DIR / "expectations" / "rules"

    @property
    def border_suites_dir(self) -> Path:
        return PROJECT_DIR / "expectations" / "border"

    @property
    def indicators_csv(self) -> Path:
        return self.dbt_project_dir / "seeds" / "indicators.csv"

    @property
    def units_csv(self) -> Path:
        return self.dbt_project_dir / "seeds" / "units.csv"

    @property
    def fields_csv(self) -> Path:
        return self.dbt_project_dir / "seeds" / "fields.csv"


def prepare_dagster_home() -> Path:
    """Dagster's home: DAGSTER_HOME, else ``.dagster`` in the project; made when missing, telemetry off.

    Sets DAGSTER_HOME for this process and those it starts. A dagster.yaml that is there is left alone.
    """
    home = Path(os.environ.get("DAGSTER_HOME") or PROJECT_DIR / ".dagster").absolute()
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    if not config.exists():
        config.write_text(_DAGSTER_YAML, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    return home
