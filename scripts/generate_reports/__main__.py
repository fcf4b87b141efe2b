"""Write a set of reports as landing tables: ``python scripts/generate_reports OUT [--reports N] [--seed N]``.

``OUT/landing`` holds what the readers would have written; with ``--faults``, ``OUT/faults.json`` has the truth.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from generate_reports.faults_across import planted
from generate_reports.oracle import Book
from generate_reports.sets import consistent_reports, land


def main() -> None:
    parser = argparse.ArgumentParser(prog="generate_reports", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args()
    reports = consistent_reports(options.seed, options.reports)
    if options.faults:
        reports, faults = planted(reports, options.seed, Book.read())
        options.out.mkdir(parents=True, exist_ok=True)
        told = json.dumps([asdict(fault) for fault in faults], ensure_ascii=False, indent=1)
        (options.out / "faults.json").write_text(told, encoding="utf-8")
    land(reports, options.out / "landing")


if __name__ == "__main__":
    main()
