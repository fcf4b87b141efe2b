"""The same files in another folder: moved, copied, or sent by another unit whose forms are the same."""

from pathlib import Path

import pyarrow.parquet as pq
from sent import OWN, workbook

from orchestration.settings import Settings
from orchestration.warehouse.landing import land

UNNAMED = workbook()  # two communes of the same staff send the same file
FOLDERS = {
    "dien-bien/xa-muong-loi/2023-Q1": UNNAMED,
    "ha-giang/thi-tran-yen-phu/2023-Q1": UNNAMED,
    "hai-duong/xa-doan-ket/2023-Q1": OWN,
    "hai-duong/xa-doan-ket (ban sao)/2023-Q1": OWN,
}


def put(raw: Path, folder: str, content: bytes) -> None:
    (raw / folder).mkdir(parents=True)
    (raw / folder / ("bieu-mau.xlsx" if content is UNNAMED else "bao-cao.txt")).write_bytes(content)


def test_a_folder_counts_as_moved_only_when_its_name_said_nothing(tmp_path):
    settings = Settings(raw_dir=tmp_path / "raw", warehouse_dir=tmp_path / "warehouse")
    for folder, content in FOLDERS.items():
        put(settings.raw_dir, folder, content)

    def load() -> tuple[int, int, int]:
        result = land(settings)
        return result.read, result.refused, result.unchanged

    def units() -> list[str]:
        rows = pq.read_table(settings.landing_dir / "report").to_pylist()
        return sorted(row["unit_name"] for row in rows)

    assert load() == (3, 0, 1)
    assert units() == ["Thị trấn Yên Phú", "Xã Mường Lói", "Xã Đoàn Kết"]
    assert load() == (0, 0, 4)
    (settings.raw_dir / "hai-duong").rename(settings.raw_dir / "Hải Dương")
    assert load() == (0, 0, 4)
    put(settings.raw_dir, "tay-ninh/phuong-hiep-tan/2023-Q1", UNNAMED)
    assert load() == (1, 0, 4)
    assert units()[0] == "Phường Hiệp Tân"
    assert load() == (0, 0, 5)
