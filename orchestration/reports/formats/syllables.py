"""Whether a word is one that Vietnamese can have: a syllable is an onset, a rhyme and a tone.

The sounds of the language fit into a short list, so that "hành" is told from "hµnh" and from "résumé" without a
dictionary. Source: the orthography in use since 1945; ethnic names (Krông, M'Đrắk) are no syllables by it.
"""

import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPPED_TONES = {"\u0301", "\u0323"}  # a syllable that ends in c, ch, p or t has one of these two
_ONSETS = ["ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx", ""]
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u uc ui um un ung up ut ua uân uâng uât uây uê uêch uên uênh uêt uôc uôi uôm uôn uông uôt uơ
    uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905
)


def is_word(word: str) -> bool:
    """Whether a word is a syllable, or an abbreviation with Đ (HĐND, NĐ)."""
    return is_syllable(word) or ("Đ" in word and word.replace("Đ", "D").isascii())


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether a word, in composed characters and any case, is a possible Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [character for character in decomposed if character in _TONES]
    letters = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if len(tones) > 1:
        return False
    if letters.endswith(("c", "ch", "p", "t")) and not set(tones) & _STOPPED_TONES:
        return False
    return any(letters.startswith(onset) and _fits(onset, letters[len(onset) :]) for onset in _ONSETS)


def _fits(onset: str, rhyme: str) -> bool:
    if onset == "gi" and not rhyme:  # "gì"
        return True
    if onset == "qu" and rhyme[:1] in ("u", "ư", "o"):
        return False
    return rhyme in _RHYMES or (onset == "qu" and f"u{rhyme}" in _RHYMES)
