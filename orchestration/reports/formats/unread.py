"""What a file may hold of figures and no reader reads: told once for each kind and part of the file, with its place."""

import re
from collections.abc import Iterator
from itertools import groupby

from orchestration.reports.found import Remark

_FIGURE = re.compile(r"[-+]?\d[\d.,]*\s*%?|\d+/\d+")
_SHORT, _EXAMPLES = 120, 8  # characters and examples that a remark takes
_SUBJECTS = {
    "picture": "Ảnh lớn trong {}, có thể là bảng hoặc văn bản chụp lại",
    "chart": "Biểu đồ trong {}",
    "object": "Đối tượng nhúng trong {}",
    "drawn": "Chữ trong hình vẽ ở {}",
    "inserted": "Phần chèn từ tệp khác vào {}",
    "unseen": "Chữ bị ẩn hoặc gạch ngang trong {} không được đọc",
    "covered": "Số nằm dưới ô gộp của {} không được đọc",
    "margin": "Số liệu ở đầu trang, chân trang của {} không được đọc",
}
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "px": 2.54 / 96, "": 2.54 / 96}
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,9})?)\s*([a-z]*)", re.IGNORECASE)
_WIDE, _HIGH = 9.0, 3.0  # cm: from there on a picture can be a table; signatures, seals, emblems and lines are smaller


class Unread:
    """Collects what is not read of a file or a sheet (``where``, as officers call it)."""

    def __init__(self, where: str):
        self.where = where
        self._seen: list[tuple[str, str, str]] = []

    def add(self, kind: str, what: str, place: str) -> None:
        """Note a thing of one of the kinds above, as it is called or what it says, at its locator."""
        self._seen.append((kind, what, place))

    def add_words(self, kind: str, text: str, place: str) -> None:
        """Note words that are not read, where they hold digits: only figures can be missed."""
        if any(character.isdigit() for character in text):
            self.add(kind, text, place)

    def add_picture(self, width: float | None, height: float | None, place: str) -> None:
        """Note a picture by its size in centimetres, where it is large enough to be a table."""
        if width and height and width >= _WIDE and height >= _HIGH:
            self.add("picture", f"ảnh {width:.0f} × {height:.0f} cm", place)

    def remarks(self) -> Iterator[Remark]:
        """A remark for each kind, at the first place."""
        for kind, group in groupby(sorted(self._seen, key=lambda seen: seen[0]), key=lambda seen: seen[0]):
            things = list(group)
            whats = [what for _, what, _ in things]
            more = [f"… ({len(whats)})"] * (len(whats) > _EXAMPLES)
            said = "; ".join([*whats[:_EXAMPLES], *more])
            yield Remark("unread_part", _SUBJECTS[kind].format(self.where), short(said), things[0][2])


def centimetres(length: str | None) -> float | None:
    """A length as CSS, VML and OpenDocument write it ("12.5cm", "300px", "450pt"); None for any other."""
    found = _LENGTH.fullmatch(length or "")
    unit = _CENTIMETRES.get(found[2].lower()) if found else None
    return float(found[1]) * unit if found and unit else None


def is_figure(text: str) -> bool:
    """Whether a text is nothing but a number, a percentage or a ratio."""
    return _FIGURE.fullmatch(text) is not None


def short(text: str) -> str:
    """The beginning of a text, as much as a remark takes."""
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"
