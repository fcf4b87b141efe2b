"""Landing: submissions in raw/ that are new or changed become Parquet; nothing landed is ever rewritten."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.submission import SIDECAR, Reading, read_submission, submission_sha256
from orchestration.reports.units import UnitRegister
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse.schema import LANDING_TABLES

_SUBMISSION_DEPTH = 3  # raw/<province>/<unit>/<period>/…
_NOT_SUBMITTED = ("~$", ".")  # lock files of Office, hidden files


@dataclass
class LandingResult:
    """What one landing did. ``load_id`` names the new Parquet files; None when nothing was new."""

    load_id: str | None = None
    read: int = 0
    refused: int = 0
    unchanged: int = 0
    values: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)


def land(settings: Settings, on_progress: Callable[[int, int], None] | None = None) -> LandingResult:
    """Read every submission below raw/ that is not landed yet.

    Files are kept by sha256 under ``received/`` before they are read, so that an old revision can still be
    looked at after its file in raw/ was replaced. ``on_progress`` is called with (done, all).

    Raises FileNotFoundError when raw/ does not exist.
    """
    if not settings.raw_dir.is_dir():
        raise FileNotFoundError(f"the folder of submissions does not exist: {settings.raw_dir} (CCHC_RAW_DIR)")
    prepare_landing(settings.landing_dir)
    version, landed = reader_version(), Landed(settings.landing_dir)
    result, readings = LandingResult(), []
    folders = sorted(submissions(settings.raw_dir).items())
    for done, (folder, paths) in enumerate(folders, start=1):
        contents = {path.relative_to(settings.raw_dir / folder).as_posix(): path.read_bytes() for path in paths}
        sha256 = submission_sha256(contents)
        if landed.has(folder, sha256, version):
            result.unchanged += 1
        else:
            _keep(settings.received_dir, contents)
            arrival = f"{version} {landed.arrivals(folder)}"
            readings.append(read_submission(folder, contents, *reference(settings), date.today(), arrival=arrival))
            landed.add(folder, sha256, version, readings[-1].is_accepted)
        if on_progress:
            on_progress(done, len(folders))
    if readings:
        result.load_id = _write(settings.landing_dir, readings, version)
    result.read = sum(reading.is_accepted for reading in readings)
    result.refused = len(readings) - result.read
    result.values = sum(len(reading.found.statements) for reading in readings)
    result.refusals = [(r.report["submission"], r.report["refusal_reason"]) for r in readings if not r.is_accepted]
    return result


def submissions(raw_dir: Path) -> dict[str, list[Path]]:
    """Files by submission folder (relative, forward slashes): three levels below raw/, or less if less is there.

    Links that lead out of raw/ are not followed. A README beside the folders is not a submission.
    """
    found: dict[str, list[Path]] = {}
    root = raw_dir.resolve()
    for path in _files(raw_dir):
        parts = path.relative_to(raw_dir).parts[:-1][:_SUBMISSION_DEPTH]
        if not parts and path.stem.upper() == "README":
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            continue
        found.setdefault("/".join(parts), []).append(path)
    return {folder: paths for folder, paths in found.items() if any(p.name != SIDECAR for p in paths)}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_NOT_SUBMITTED):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_file():
            yield path


@cache
def reference(settings: Settings) -> tuple[Catalogue, UnitRegister]:
    """The catalogue and the register of units, read once a process."""
    return Catalogue(settings.indicators_csv, settings.fields_csv), UnitRegister(settings.units_csv)


@cache
def reader_version() -> str:
    """Fingerprint of all that decides how a file is read: another one means that files are read again."""
    parts = sorted((PROJECT_DIR / "orchestration" / "reports").glob("*.*"))
    parts += sorted((PROJECT_DIR / "dbt_project" / "seeds").glob("*.csv"))
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()[:12]


def prepare_landing(landing_dir: Path) -> None:
    """Give every landing table a folder with a file, so that its columns are known before its first row."""
    for name, schema in LANDING_TABLES.items():
        empty = landing_dir / name / "0.parquet"
        if not empty.exists():
            _write_parquet(schema.empty_table(), empty)


def write_readings(landing_dir: Path, readings: list[Reading], load_id: str, landed_at: datetime, version: str) -> None:
    """Write readings as one Parquet file a table; ``report`` last, so that a broken write leaves no report."""
    rows: dict[str, list[dict]] = {name: [] for name in LANDING_TABLES}
    for reading in readings:
        for name, more in reading.rows().items():
            rows[name] += more
    for row in rows["report"]:
        row |= {"landed_at": landed_at, "reader_version": version}
    for name in sorted(LANDING_TABLES, key=lambda name: name == "report"):
        table = pa.Table.from_pylist(rows[name], schema=LANDING_TABLES[name])
        _write_parquet(table, landing_dir / name / f"{load_id}.parquet")


def _write(landing_dir: Path, readings: list[Reading], version: str) -> str:
    now = datetime.now(UTC).replace(tzinfo=None)
    load_id = f"{now:%Y%m%dT%H%M%S%f}"
    write_readings(landing_dir, readings, load_id, now, version)
    return load_id


def _write_parquet(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    pq.write_table(table, unfinished)
    unfinished.replace(path)


class Landed:
    """What landing holds already: each folder's last submission, and the accepted ones by content."""

    def __init__(self, landing_dir: Path):
        self._last: dict[str, tuple[str, str]] = {}
        self._accepted: set[tuple[str, str]] = set()
        self._arrivals: Counter[str] = Counter()
        rows = duckdb.execute(
            """
            select submission, submission_sha256, reader_version, status = 'accepted'
            from read_parquet(?) order by landed_at
            """,
            [str(landing_dir / "report" / "*.parquet")],
        ).fetchall()
        for row in rows:
            self.add(*row)

    def add(self, folder: str, sha256: str, version: str, accepted: bool) -> None:
        self._last[folder] = (sha256, version)
        self._arrivals[folder] += 1
        if accepted:
            self._accepted.add((sha256, version))

    def has(self, folder: str, sha256: str, version: str) -> bool:
        """Whether a folder's content is what landed last from it, or, in a new folder, was accepted elsewhere.

        Content that a folder held before another is news: it was put back.
        """
        if folder in self._last:
            return self._last[folder] == (sha256, version)
        return (sha256, version) in self._accepted

    def arrivals(self, folder: str) -> int:
        return self._arrivals[folder]


def _keep(received_dir: Path, contents: dict[str, bytes]) -> None:
    """Keep the files as received, by their sha256."""
    for name, content in contents.items():
        sha256 = hashlib.sha256(content).hexdigest()
        kept = received_dir / sha256[:2] / f"{sha256}{Path(name).suffix.lower()}"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_name(f".{kept.name}.part")
            unfinished.write_bytes(content)
            shutil.move(unfinished, kept)
