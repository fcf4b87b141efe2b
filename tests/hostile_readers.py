"""Readers that hang, fill memory, die or err, for the workers of a reading pool. Imports little: each worker does."""

import os
import time
from collections.abc import Iterator

from orchestration.reports.blocks import Block
from orchestration.reports.formats.reading import READERS
from orchestration.reports.formats.received import Received
from orchestration.reports.submission import read_submission
from orchestration.warehouse.reading_pool import Reference

REPORT = """\
UBND HUYỆN THANH MIỆN
XÃ ĐOÀN KẾT
Đoàn Kết, ngày 14 tháng 6 năm 2023
BÁO CÁO
Công tác cải cách hành chính quý II năm 2023
UBND xã Đoàn Kết, huyện Thanh Miện, tỉnh Hải Dương báo cáo kết quả quý II năm 2023 như sau:
Trong quý đã tiếp nhận 300 hồ sơ.
""".encode()


class Sabotaged(Reference):
    """Teaches each worker endings that are read in a bad way."""

    def load(self):
        READERS.update(hang=_hang, fill=_fill, die=_die, err=_err)
        catalogue, register = super().load()
        # what is loaded by the first reading must not count against the second that the test allows for a file
        read_submission("", [Received.from_bytes("a.txt", REPORT)], catalogue, register)
        return catalogue, register


def _hang(name: str, content: bytes) -> Iterator[Block]:
    while True:
        time.sleep(1)


def _fill(name: str, content: bytes) -> Iterator[Block]:
    yield Block(str(len(bytearray(2 * 1024**3))), name)


def _die(name: str, content: bytes) -> Iterator[Block]:
    os.abort()


def _err(name: str, content: bytes) -> Iterator[Block]:
    raise KeyError("no such part")
