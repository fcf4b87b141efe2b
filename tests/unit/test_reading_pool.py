"""A file that hangs, fills memory or kills its reader is refused with the reason; all others are read."""

import multiprocessing

import pytest
from builders import SEEDS
from hostile_readers import REPORT, Sabotaged

from orchestration.reports.formats.received import Received
from orchestration.reports.submission import Reading
from orchestration.warehouse import reading_pool
from orchestration.warehouse.reading_pool import Job, ReadingPool

REFERENCE = Sabotaged(SEEDS / "indicators.csv", SEEDS / "fields.csv", SEEDS / "units.csv")


def job(folder: str, *names: str) -> Job:
    bad = [Received.from_bytes(name, b"x") for name in names]
    return Job(folder, [Received.from_bytes("bao-cao.txt", REPORT), *bad])


def reasons(reading: Reading) -> dict[str, str]:
    return {row["source_file"].split("/")[-1]: row["reason"] for row in reading.files if row["status"] == "refused"}


@pytest.fixture(scope="module")
def read() -> dict[str, Reading]:
    """A night's submissions, one of them full of harm, as two workers read them."""
    bad = job("a/x/bad", "a.hang", "b.fill", "c.die", "d.err", "e.rar")
    jobs = [*(job(f"a/w/good {n}") for n in range(3)), bad, *(job(f"a/y/good {n}") for n in range(5))]
    with pytest.MonkeyPatch.context() as patch, ReadingPool(REFERENCE, workers=2) as pool:
        patch.setattr(reading_pool, "SECONDS", 3)
        readings = list(pool.read(iter(jobs)))
    assert [reading.report["submission"] for reading in readings] == [job.folder for job in jobs]
    return {reading.report["submission"]: reading for reading in readings}


def test_each_file_that_harms_is_refused_with_its_reason(read):
    told = reasons(read["a/x/bad"])
    expected = {
        "a.hang": "quá 30 giây",
        "b.fill": "quá nhiều bộ nhớ",
        "c.die": "dừng đột ngột",
        "d.err": "KeyError",
        "e.rar": ".rar",
    }
    assert told.keys() == expected.keys()
    assert all(words in told[name] for name, words in expected.items())


def test_everything_else_is_read(read):
    assert all(r.is_accepted and [s.value for s in r.found.statements] == [300] for r in read.values())
    assert not any(reasons(reading) for folder, reading in read.items() if "good" in folder)


def test_no_worker_is_started_for_nothing_and_none_is_left():
    with ReadingPool(REFERENCE, workers=2) as pool:
        assert list(pool.read([])) == []
        assert multiprocessing.active_children() == []
        with pytest.raises(KeyboardInterrupt):
            for _ in pool.read([job("a/b/1"), job("a/b/2", "x.hang")]):
                assert multiprocessing.active_children()
                raise KeyboardInterrupt
    assert multiprocessing.active_children() == []
