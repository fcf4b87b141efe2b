"""Bytes of a text file to text: Unicode where it says so, else the encoding in which it is Vietnamese.

Files of the nineties and of old programs carry no mark of their encoding. They are read in each one that Vietnamese
offices used; the text must be Vietnamese in one of them, clearly more so than in any other.
"""

import re
import unicodedata
from collections.abc import Callable

from orchestration.reports.blocks import MAX_CHARACTERS, UnreadableFile, too_large
from orchestration.reports.formats.old_codes import (
    SCRAMBLED,
    TCVN3,
    TCVN3_SYMBOLS,
    VNI,
    from_tcvn3,
    from_vni,
    unscrambled,
)
from orchestration.reports.formats.sniff import actual_kind
from orchestration.reports.formats.syllables import is_word
from orchestration.reports.found import Remark

WINDOWS_1258, WINDOWS_1252, UTF_16 = "Windows-1258", "Windows-1252", "UTF-16 không có dấu BOM"
_LIKELY = 0.8  # share of the words with marks that must be Vietnamese
_WESTERN = 0.25  # words with marks in a Western text; Vietnamese has twice as many
_SAMPLE = 100_000  # bytes of marked lines that tell an encoding
_CLEARLY = 0.1  # by which the best encoding leads the next
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_WORD = re.compile(f"[A-Za-zÀ-ɏḀ-ỿ\u0300-\u0323{TCVN3_SYMBOLS}]+")


def decode(content: bytes) -> tuple[str, str | None]:
    """The text of a file, composed, with \\n at its line ends, and the encoding where it had to be assumed.

    Control characters become spaces. Raises UnreadableFile when the bytes are no text, when the text is too long, or
    when no encoding fits or two do.
    """
    if len(content) > 4 * MAX_CHARACTERS:
        raise too_large()
    if content.startswith((b"%PDF", b"{\\rtf")):
        raise _no_text(content)
    text, assumed = _unicode(content) or _legacy(content)
    if "\x00" in text:
        raise _no_text(content)
    repaired = unscrambled(text)
    if repaired is not None:
        text, assumed = repaired, SCRAMBLED
    text, controls = _CONTROLS.subn(" ", text.rstrip("\x1a"))  # DOS ended its files with that mark
    if controls > len(text) / 50:
        raise _no_text(content)
    for sign, meaning in (("\r\n", "\n"), ("\r", "\n"), ("\v", " "), ("\f", " ")):
        text = text.replace(sign, meaning)
    return unicodedata.normalize("NFC", text), assumed


def assumed_encoding(encoding: str, sample: str, place: str) -> Remark:
    """The remark that a text was read in an encoding that nobody declared; ``sample`` is what it became."""
    sample = " ".join(sample.split())
    shown = sample if len(sample) <= 80 else f"{sample[:79]}…"
    return Remark("assumed_encoding", f"bảng mã {encoding}", shown, place, expected_text=encoding)


def _unicode(content: bytes) -> tuple[str, str | None] | None:
    """Text in UTF-8 or UTF-16; None when it is neither."""
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16"), None
        # text in UTF-16 has a zero byte for each space and each letter without a mark
        for half, encoding in ((content[1::2], "utf-16-le"), (content[::2], "utf-16-be")):
            if half.count(0) > len(half) / 4 and len(content) % 2 == 0 and half.count(0) == content.count(0):
                return content.decode(encoding), UTF_16
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return None


def _legacy(content: bytes) -> tuple[str, str | None]:
    """Text in the one old encoding in which it is Vietnamese, or in Windows-1252 when it is hardly ever marked."""
    if b"\x00" in content:
        raise _no_text(content)
    _refuse_damaged(content)
    marked = [line for line in content.splitlines() if not line.isascii()]
    sample = b"\n".join(marked)[:_SAMPLE]
    texts = {encoding: read(sample) for encoding, read in _READ.items()}
    shares = {encoding: _vietnamese(text) for encoding, text in texts.items()}
    best, second = sorted(shares, key=lambda encoding: shares[encoding], reverse=True)[:2]
    if shares[best] >= _LIKELY and (shares[best] - shares[second] >= _CLEARLY or texts[best] == texts[second]):
        text = _READ[best](content)
        if "\ufffd" not in text:
            return text, best
    western = content.decode("cp1252", "replace")
    words = _WORD.findall(western)
    if "\ufffd" not in western and sum(not word.isascii() for word in words) <= _WESTERN * len(words):
        return western, WINDOWS_1252
    raise UnreadableFile(
        f"không nhận ra bảng mã: không phải UTF-8, đã thử {', '.join([*_READ, WINDOWS_1252])}; "
        "hãy mở tệp bằng chương trình đã soạn và lưu lại với mã UTF-8"
    )


def _no_text(content: bytes) -> UnreadableFile:
    kind = actual_kind(content, "html") or "tệp nhị phân"
    return UnreadableFile(f"đây là {kind} mang đuôi của tệp văn bản; hãy gửi tệp gốc với đúng đuôi")


def _refuse_damaged(content: bytes) -> None:
    """Refuse UTF-8 with a few bad bytes, which no other encoding would make right."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) > 6 * bad:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise UnreadableFile(f"văn bản mã UTF-8 bị hỏng ở dòng {line}; hãy lưu lại tệp và gửi lại")


def _word_by_word(text: str, convert: Callable[[str], str | None]) -> str:
    return _WORD.sub(lambda word: word[0] if word[0].isascii() else convert(word[0]) or word[0], text)


_READ: dict[str, Callable[[bytes], str]] = {
    WINDOWS_1258: lambda content: unicodedata.normalize("NFC", content.decode("cp1258", "replace")),
    TCVN3: lambda content: _word_by_word(content.decode("cp1252", "replace"), from_tcvn3),
    VNI: lambda content: _word_by_word(content.decode("cp1252", "replace"), from_vni),
}


def _vietnamese(text: str) -> float:
    """Share of the words with marks that are Vietnamese; 0 where one word is all, or a byte has no character."""
    cores = (word.strip(TCVN3_SYMBOLS) for word in set(_WORD.findall(text)))
    marked = [core for core in cores if not core.isascii()]
    return sum(map(is_word, marked)) / len(marked) if len(marked) > 1 and "\ufffd" not in text else 0.0
