"""Results of the checks, kept as JSON, and the page that stewards read, made from them.

``validation/border/<load>.json`` holds what was found in a landed batch, ``validation/published/<time>.json`` what was
found in the tables before they were published; ``validation/index.html`` shows the latest of each.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2

from orchestration import clock
from orchestration.quality.messages import column_heading, column_value

STAGES = ("border", "published")
_TEMPLATE = Path(__file__).with_name("validation_page.html.j2")
_HISTORY = 30  # earlier results listed


def keep_result(validation_dir: Path, stage: str, name: str, document: dict[str, Any]) -> None:
    """Write ``<stage>/<name>.json`` and the page anew. Names of later results sort behind those of earlier ones."""
    path = validation_dir / stage / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    this = document | {"stage": stage, "file": path.relative_to(validation_dir).as_posix()}
    earlier = [result for result in _kept(validation_dir) if result["file"] != this["file"]]
    _replace(validation_dir / "index.html", render([this, *earlier]))
    # last, for its presence says that this was checked
    _replace(path, json.dumps(document, ensure_ascii=False, indent=1))


def latest_result(validation_dir: Path, stage: str) -> dict[str, Any] | None:
    """The last result of a stage; None before the first."""
    paths = sorted((validation_dir / stage).glob("*.json"))
    return json.loads(paths[-1].read_text(encoding="utf-8")) if paths else None


def failed_by_severity(document: dict[str, Any] | None) -> dict[str, int]:
    """Expectations of a result that are not met, by severity; zeros included."""
    counts = {"critical": 0, "warning": 0, "info": 0}
    for outcome in document["expectations"] if document else []:
        counts[outcome["severity"]] += not outcome["success"]
    return counts


def render(results: list[dict[str, Any]]) -> str:
    """The page as self-contained HTML: no script, nothing fetched from elsewhere.

    Args:
        results: kept results, each with ``stage`` and ``file`` added, the latest first.
    """
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["vi_time"] = _vi_time
    environment.filters["heading"] = column_heading
    environment.globals["column_value"] = column_value
    environment.filters["vi_count"] = lambda count: f"{count:,}".replace(",", ".")
    current = {stage: next((result for result in results if result["stage"] == stage), None) for stage in STAGES}
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        current=current,
        names={
            stage: {table["suite"]: table["name_vi"] for table in result["tables"]} if result else {}
            for stage, result in current.items()
        },
        earlier=[result for result in results if result not in current.values()],
        failed_by_severity=failed_by_severity,
    )


def _kept(validation_dir: Path) -> list[dict[str, Any]]:
    """The last results of each stage, the latest first."""
    results = []
    for stage in STAGES:
        for path in sorted((validation_dir / stage).glob("*.json"))[-_HISTORY:]:
            result = json.loads(path.read_text(encoding="utf-8"))
            results.append(result | {"stage": stage, "file": path.relative_to(validation_dir).as_posix()})
    return sorted(results, key=lambda result: (result["checked_at"], result["file"]), reverse=True)


def _vi_time(moment: str) -> str:
    """A moment (UTC, ISO 8601) as clocks in Vietnam show it."""
    return f"{datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}"


def _replace(path: Path, text: str) -> None:
    """Readers see the old file or the new one, never half of it."""
    written = path.with_name(path.name + ".new")
    written.write_text(text, encoding="utf-8")
    written.replace(path)
