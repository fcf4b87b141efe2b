"""Vietnamese text as offices type it, made comparable without losing where it stood.

``clean`` keeps one character for one character wherever the input is NFC already, so that positions in the
cleaned text are positions in the file. ``key`` is for comparing names only.
"""

import html
import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_TAGS = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)  # "5 < x và y > 3" is no tag
_LINE_TAGS = re.compile(r"</?(?:p|br|li|ul|ol|div|tr)\b[^<>]{0,200}>", re.IGNORECASE)
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_ONE_FOR_ONE = str.maketrans(
    "\u00a0\u2007\u202f\u200b\ufeff\u00d0\u00f0\u0189\u0256０１２３４５６７８９．，％／（）",
    "     ĐđĐđ0123456789.,%/()",
)
# a tone typed before the sign of its vowel, which composing leaves apart: á and ^ for ấ
_MISPLACED = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
_MARKS = re.compile("[\u0300-\u036f]+")
_WORDS = re.compile(r"\w+")
_ODD = re.compile(f"[{''.join(map(chr, _ONE_FOR_ONE))}]")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def clean(text: str) -> str:
    """NFC, with no-break spaces as spaces, Ð (U+00D0) as Đ (U+0110), which NFKC leaves apart, wide digits narrow."""
    text = unicodedata.normalize("NFC", text)
    if "\u0302" in text or "\u0306" in text:
        text = unicodedata.normalize("NFC", _MISPLACED.sub(r"\2\1", unicodedata.normalize("NFD", text)))
    return text.translate(_ONE_FOR_ONE) if _ODD.search(text) else text  # looking is quicker than replacing


def without_tags(text: str) -> str:
    """The text of a cell that carries HTML: block tags become line breaks, others vanish, &lt; is <."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAGS.sub("", _LINE_TAGS.sub("\n", text)))
    lines = [one_line(line) for line in clean(text).split("\n")]
    return "\n".join(filter(None, lines))


def one_line(text: str) -> str:
    """The words of a text on one line."""
    return " ".join(text.split())


def key(text: str) -> str:
    """A comparison key: lower case, tone marks moved to the end of their word.

    Hòa and Hoà are one name, Hòa and Hóa are two. Numbers lose leading zeros (Phường 01), names of other
    languages their apostrophes and the tones that are heard but not always written (M'gar, Đắk and Đăk). A final y
    that is the word's only vowel is i: Quy and Qui Nhơn, Mỹ and Mĩ Lộc.
    """
    return " ".join(map(_word_key, _WORDS.findall(_APOSTROPHES.sub("", clean(text)).lower())))


_FINAL_Y = re.compile(r"^(qu|[bcdđghklmnpqrstvx]*)y$")


@lru_cache(maxsize=8192)
def _word_key(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    decomposed = unicodedata.normalize("NFD", word)
    letters = "".join(c for c in decomposed if c not in _TONES)
    tones = "".join(c for c in decomposed if c in _TONES)
    letters = _FINAL_Y.sub(r"\1i", letters)
    # no Vietnamese word ends in k
    return unicodedata.normalize("NFC", letters) + ("" if word.endswith("k") else tones)


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Lower case without any mark, for fuzzy matching of labels that were typed or scanned badly."""
    letters = _MARKS.sub("", unicodedata.normalize("NFD", clean(text).lower())).replace("đ", "d")
    return " ".join(_WORDS.findall(letters))


_OLD_TONES = re.compile(r"o[áàảãạéèẻẽẹ](?!\w)|(?<!q)u[ýỳỷỹỵ](?!\w)")
_MOVED = {
    pair[0] + marked: carrier + pair[1]
    for pair, marks, carriers in (
        ("oa", "áàảãạ", "óòỏõọ"),
        ("oe", "éèẻẽẹ", "óòỏõọ"),
        ("uy", "ýỳỷỹỵ", "úùủũụ"),
    )
    for marked, carrier in zip(marks, carriers, strict=True)
}


def plain(text: str) -> str:
    """Words as the lexicon writes them: lower case, tone marks as in "hòa", one space between words."""
    return _OLD_TONES.sub(lambda m: _MOVED[m[0]], " ".join(text.lower().split()))
