"""What reading costs, workbooks beside other readers and a long text: the second part of ``make bench``.

One workbook of seven forms (all 100-odd indicators of them filled in) is made here and read in turn by each reader,
all in one process and interleaved, so that a busy machine slows all of them alike; the median of the runs counts.
"""

import gc
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import python_calamine
from rich.console import Console
from rich.table import Table

from orchestration.reports.blocks import Block
from orchestration.reports.catalogue import Catalogue
from orchestration.reports.formats.reading import read_document
from orchestration.reports.formats.received import Received
from orchestration.reports.prose.arithmetic import read_calculations
from orchestration.reports.prose.prose import read_prose
from orchestration.reports.submission import Reading, read_submission
from orchestration.settings import Settings
from orchestration.warehouse.landing import reader_version, write_readings
from orchestration.warehouse.reading_pool import Reference

RUNS = 40
PAGES, PAGE = 20, 2500  # characters of a printed page
REPORT = Path("ha-tinh/huyen-huong-khe/2023/bao-cao-nam.docx")  # below raw/
NAME = "bieu-mau.xlsx"
HEADER = ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú"]
TITLES = ["UBND XÃ ĐOÀN KẾT", "BÁO CÁO CÔNG TÁC CẢI CÁCH HÀNH CHÍNH QUÝ I NĂM 2023"]
SIDECAR = "unit: xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương\nperiod: 2023-Q1\n"


def workbook(catalogue: Catalogue) -> bytes:
    """Biểu mẫu 1-7, one sheet each, every row with a value."""
    values = random.Random(1)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(1, 8):
        sheet = book.create_sheet(f"BM{number}")
        for title in (*TITLES, f"Biểu mẫu {number}"):
            sheet.append([title])
        sheet.append(HEADER)
        for code, indicator in catalogue.forms[f"BM{number}"].items():
            is_header = indicator.value_type == "header"
            value = None if is_header else values.randint(0, 100)
            sheet.append([code, indicator.name_vi, indicator.unit_of_measure, value, None])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def calamine(content: bytes) -> list:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def pandas_openpyxl(content: bytes) -> dict[str, pd.DataFrame]:
    return pd.read_excel(io.BytesIO(content), sheet_name=None, header=None, engine="openpyxl")


def blocks(content: bytes) -> list[Block]:
    return read_document(NAME, content).blocks


def medians(steps: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median milliseconds of each step, the steps taking turns."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():
        step()
    gc.collect()
    for _ in range(RUNS):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def prose_seconds(catalogue: Catalogue) -> float:
    """Median of a few runs over the paragraphs of a sample report, repeated to 20 pages."""
    content = (Settings().raw_dir / REPORT).read_bytes()
    paragraphs = read_document(REPORT.name, content).paragraphs
    paragraphs *= 1 + PAGES * PAGE // sum(len(block.text) for block in paragraphs)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        read_prose(paragraphs, catalogue), read_calculations(paragraphs)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    reference = Reference.of(Settings())
    catalogue, register = reference.load()
    content = workbook(catalogue)
    files = [Received.from_bytes(NAME, content), Received.from_bytes("submission.yml", SIDECAR.encode())]

    def recognised() -> Reading:
        return read_submission("bench", files, catalogue, register)

    reading = recognised()
    if not reading.is_accepted:
        raise SystemExit(f"the workbook was refused: {reading.report['refusal_reason']}")
    version, batch = reader_version(), 50
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:

        def landed() -> None:
            write_readings(Path(folder), [recognised() for _ in range(batch)], "bench", datetime.now(UTC), version)

        times = medians(
            {
                "python-calamine alone": lambda: calamine(content),
                "into blocks": lambda: blocks(content),
                "recognised (read_submission)": recognised,
                "pandas with openpyxl, merely read": lambda: pandas_openpyxl(content),
            }
        )
        start = time.perf_counter()
        landed()
        times[f"recognised and landed to Parquet, {batch} at a time"] = (time.perf_counter() - start) * 1000 / batch
    prose = prose_seconds(catalogue)
    base = times["python-calamine alone"]
    table = Table("reader", "median ms a workbook", "times calamine", title=f"seven sheets, {len(content) // 1000} kB, "
                  f"{len(reading.found.statements)} figures")  # fmt: skip
    for name, value in times.items():
        table.add_row(name, f"{value:.2f}", f"{value / base:.1f}")
    Console().print(table)
    Console().print(f"{PAGES} pages of sentences, figures and calculations: {prose:.2f} s")


if __name__ == "__main__":
    main()
