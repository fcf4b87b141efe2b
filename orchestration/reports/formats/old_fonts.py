"""Documents whose characters are Unicode in name only: typed in TCVN3 or VNI fonts, or scrambled on their way.

Each word is read in all ways; a word that is Vietnamese in one of them only is evidence, any other word follows the
evidence nearest before it. A code counts at all only where some paragraph or row surely uses it: three different
words of it, and fewer of Unicode. So "µ", "£", "§", "·", names, French and English stay as they are.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from orchestration.reports.blocks import Block
from orchestration.reports.formats.encodings import assumed_encoding
from orchestration.reports.formats.old_codes import (
    SCRAMBLED,
    TCVN3,
    TCVN3_SYMBOLS,
    VNI,
    from_tcvn3,
    from_vni,
    unscrambled,
)
from orchestration.reports.formats.syllables import is_syllable, is_word
from orchestration.reports.found import Remark

UNICODE = "Unicode"
_READ: dict[str, Callable[[str], str | None]] = {TCVN3: from_tcvn3, VNI: from_vni}
_SURE = 3  # different words in one paragraph or row
_FEW = 0.05  # words of Unicode beside those of an old code, in a document that is old as a whole
_INVISIBLE = "\u00ad\u200c\u200d\u2060"
_OWN = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý"  # Western letters that are Vietnamese too
# Without one of these there is nothing to convert: every old code has some of them in a few words.
_TELLING = re.compile(f"[{''.join({chr(c) for c in range(0xA1, 0x100)} - set(_OWN))}{_INVISIBLE}]")
_LETTERS = f"A-Za-zÀ-ɏḀ-ỿ{TCVN3_SYMBOLS}"
# also "ng-êi": ư is the soft hyphen in TCVN3, and follows consonants
_WORD = re.compile(rf"(?:(?<![{_LETTERS}\d-])(?:[b-hk-np-tvxB-HK-NP-TVX]{{1,3}}|[®§])-)?[{_LETTERS}]+")


def convert_blocks(blocks: list[Block]) -> tuple[list[Block], list[Remark]]:
    """The blocks in real Unicode, and a remark for each code that was assumed, at the first place where it was.

    Blocks without a sign of old codes come back as they are. TCVN3 and Unicode have one character for one; in text
    converted from VNI, or rid of soft hyphens, spans count the characters of the converted text.
    """
    if not _TELLING.search("\n".join(text for block in blocks for text in _texts(block))):
        return blocks, []
    remarks: dict[str, Remark] = {}
    converted = [_unscrambled(block, remarks) for block in blocks]
    codes, default = _codes_of(converted)
    if codes:
        converted = [_convert(block, codes, default, remarks) for block in converted]
    gone = dict.fromkeys(map(ord, _INVISIBLE))
    return [_rewritten(block, lambda text: text.translate(gone)) for block in converted], list(remarks.values())


def _codes_of(blocks: list[Block]) -> tuple[set[str], str]:
    """The old codes that the document surely uses, and the one (or Unicode) that words without evidence follow."""
    codes: set[str] = set()
    total: Counter[str] = Counter()
    for block in blocks:
        words = Counter(e for word in set(_words(block)) if (e := _evidence(word)))
        codes |= {code for code in _READ if words[code] >= _SURE and words[code] > words[UNICODE]}
        total += words
    main = max(codes, key=lambda code: total[code], default=UNICODE)
    return codes, main if total[UNICODE] <= _FEW * total[main] else UNICODE


def _convert(block: Block, codes: set[str], default: str, remarks: dict[str, Remark]) -> Block:
    """A paragraph or row with each word read in its code; the cells of a row are read on from one to the next."""
    found = [e if e == UNICODE or e in codes else None for e in map(_evidence, _words(block))]
    code = next((e for e in found if e), default)
    labels = iter([code := e or code for e in found])
    seen: set[str] = set()

    def word(match: re.Match[str]) -> str:
        label = next(labels)
        text = _converted(match[0], label) if label in _READ else match[0]
        if text != match[0]:
            seen.add(label)
        return text

    result = _rewritten(block, lambda text: _WORD.sub(word, text))
    for label in sorted(seen):
        _remark(remarks, label, result)
    return result


def _unscrambled(block: Block, remarks: dict[str, Remark]) -> Block:
    result = _rewritten(block, lambda text: unscrambled(text) or text)
    if result is not block:
        _remark(remarks, SCRAMBLED, result)
    return result


def _remark(remarks: dict[str, Remark], encoding: str, block: Block) -> None:
    if encoding not in remarks:
        place = block.cells[0].locator if block.cells else block.place
        remarks[encoding] = assumed_encoding(encoding, " ".join(_texts(block)), place)


@lru_cache(maxsize=16384)
def _evidence(word: str) -> str | None:
    """The one way in which a word is Vietnamese; None when there is no such way, or more than one."""
    if word.isascii() or len(word) == 1:
        return None
    if any(c > "ÿ" and c not in "Đđ" for c in word):
        return UNICODE
    ways = [code for code in _READ if is_word((_read(word, code) or "").rstrip("¹"))]
    if _is_unicode(word):
        return None if ways or word.strip(TCVN3_SYMBOLS).isascii() else UNICODE
    return ways[0] if len(ways) == 1 else None


def _is_unicode(word: str) -> bool:
    """Whether a word is fine as it stands, apart from signs beside it."""
    core = word.strip(TCVN3_SYMBOLS)
    return core.isascii() or is_word(core)


def _read(word: str, code: str) -> str | None:
    text = _READ[code](word)
    if word[-1:] == "¹" and not (text and is_syllable(text)):  # the code of ạ, or a raised 1
        stem = word.rstrip("¹")
        text = _READ[code](stem)
        return None if text is None else text + word[len(stem) :]
    return text


def _converted(word: str, code: str) -> str:
    if word.isascii() or (len(word) == 1 and word != "®" and (word in TCVN3_SYMBOLS or word in "µªº")):
        return word
    text = _read(word, code)
    return word if text is None or (_is_unicode(word) and len(word) > 1 and not is_word(text.rstrip("¹"))) else text


def _texts(block: Block) -> Iterator[str]:
    return (cell.text for cell in block.cells) if block.cells else iter((block.text,))


def _words(block: Block) -> list[str]:
    return [word for text in _texts(block) for word in _WORD.findall(text)]


def _rewritten(block: Block, change: Callable[[str], str]) -> Block:
    """The block with its texts changed; the very same block when none did change."""
    old = list(_texts(block))
    new = [change(text) for text in old]
    if new == old:
        return block
    if not block.cells:
        return replace(block, text=new[0])
    cells = tuple(replace(cell, text=text) for cell, text in zip(block.cells, new, strict=True))
    return replace(block, cells=cells)
