"""Settings from the environment, and the only place that names paths."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen

PROJECT_DIR = Path(__file__).resolve().parent.parent

_DAGSTER_YAML = """\
# Nothing leaves this machine.
telemetry:
  enabled: false
# No invitation to sign up on the first visit.
nux:
  enabled: false
"""


def _folder(variable: str, default: str) -> Callable[[], Path]:
    return lambda: Path(os.environ.get(variable) or PROJECT_DIR / default)


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _alert_urls() -> tuple[str, ...]:
    urls = os.environ.get("CCHC_ALERT_URLS", "").strip(" \t\r\n,")
    # An address may itself hold commas (?to=a,b): cut only where the next address begins.
    parts = re.split(r"[,\s]+(?=[a-z][\w+.-]*://)", urls, flags=re.IGNORECASE)
    return tuple(part for part in parts if part)


@frozen
class Settings:
    """What an installation may change, each with a default that works; an empty variable counts as none.

    Defaults stand below the project, whatever the working directory; a relative path given by the user
    is relative to the working directory, as in any shell.
    """

    raw_dir: Path = field(factory=_folder("CCHC_RAW_DIR", "raw"), converter=_absolute)
    warehouse_dir: Path = field(factory=_folder("CCHC_WAREHOUSE_DIR", "warehouse"), converter=_absolute)
    # Addresses hold passwords and tokens: they stay out of repr() and so out of logs.
    alert_urls: tuple[str, ...] = field(factory=_alert_urls, repr=False)

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
    def build_dir(self) -> Path:
        """What dbt builds, with its compiled SQL and log; no reader opens it."""
        return self.warehouse_dir / "build"

    @property
    def build_db(self) -> Path:
        return self.build_dir / "cchc_build.duckdb"

    @property
    def published_db(self) -> Path:
        return self.warehouse_dir / "cchc.duckdb"

    @property
    def parquet_dir(self) -> Path:
        return self.warehouse_dir / "parquet"

    @property
    def validation_dir(self) -> Path:
        """What Great Expectations found: a page, and a JSON for each landed batch and each set of tables."""
        return self.warehouse_dir / "validation"

    # The project
    @property
    def dbt_project_dir(self) -> Path:
        return PROJECT_DIR / "dbt_project"

    @property
    def rules_dir(self) -> Path:
        return PROJECT_DIR / "expectations" / "rules"

    @property
    def acknowledged_yml(self) -> Path:
        """Findings that a steward has acknowledged."""
        return PROJECT_DIR / "expectations" / "acknowledged.yml"

    @property
    def corrections_yml(self) -> Path:
        """Figures that a steward corrects."""
        return PROJECT_DIR / "expectations" / "corrections.yml"

    @property
    def calendar_yml(self) -> Path:
        """Who owes which report by when."""
        return PROJECT_DIR / "expectations" / "calendar.yml"

    @property
    def holidays_yml(self) -> Path:
        """Days off beside Saturday and Sunday."""
        return PROJECT_DIR / "expectations" / "holidays.yml"

    @property
    def border_suites_dir(self) -> Path:
        return PROJECT_DIR / "expectations" / "border"

    @property
    def published_suites_dir(self) -> Path:
        return PROJECT_DIR / "expectations" / "published"

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
