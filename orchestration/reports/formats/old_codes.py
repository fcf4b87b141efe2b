"""Vietnamese before Unicode: letters of TCVN3 (ABC) and VNI fonts, and UTF-8 taken for Windows-1252.

A TCVN3 or VNI file keeps codes that only its font (.VnTime, VNI-Times) shows as Vietnamese; without the font they
are Western characters: "B¸o c¸o", "Baùo caùo" for "Báo cáo". Sources: TCVN 5712:1993, table VN3; the table of the
VNI fonts for Windows.
"""

import re
from functools import lru_cache

from orchestration.reports.formats.syllables import is_syllable

TCVN3, VNI = "TCVN3 (ABC)", "VNI"
SCRAMBLED = "UTF-8 (đã bị lưu nhầm theo Windows)"

_TCVN3_LETTERS = {
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË": "áàảãạăắằẳẵặâấầẩẫậ", "ÐÌÎÏÑªÕÒÓÔÖ": "éèẻẽẹêếềểễệ", "Ý×ØÜÞ": "íìỉĩị",
    "ãßáâä«èåæçé¬íêëìî": "óòỏõọôốồổỗộơớờởỡợ", "óïñòô\xadøõö÷ù": "úùủũụưứừửữự", "ýúûüþ": "ýỳỷỹỵ",
    "®¡¢£¤¥¦§": "đĂÂÊÔƠƯĐ",
}  # fmt: skip
TCVN3_LETTERS = {
    code: letter
    for codes, letters in _TCVN3_LETTERS.items()
    for code, letter in zip(codes, letters, strict=True)
}  # fmt: skip
TCVN3_SYMBOLS = "".join(code for code in TCVN3_LETTERS if code < "À")  # codes that are no letters elsewhere
_FROM_TCVN3 = str.maketrans(TCVN3_LETTERS | {"Đ": "é"})  # cleaning has made Đ of Ð, the code of é

# A VNI letter is a vowel and a sign behind it, or one of the letters that need no sign.
_VNI_SIGNS = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"), "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"), "ô": ("ùøûõï", "ớờởỡợ"), "u": ("ùøûõï", "úùủũụ"),
    "ö": ("ùøûõï", "ứừửữự"), "y": ("ùøûõ", "ýỳỷỹ"), "": ("ôöñíìæóòî", "ơưđíìỉĩịỵ"),
}  # fmt: skip
_VNI_LOWER = {
    vowel + sign: letter
    for vowel, (signs, letters) in _VNI_SIGNS.items()
    for sign, letter in zip(signs, letters, strict=True)
}  # fmt: skip
VNI_LETTERS = _VNI_LOWER | {
    written: letter.upper() for code, letter in _VNI_LOWER.items() for written in (code.upper(), code.capitalize())
}
_VNI_CODE = re.compile("|".join(sorted(VNI_LETTERS, key=len, reverse=True)))

# A space may be what cleaning left of a no-break space, the second half of "à".
_LOST_HALF = re.compile("(?<=[ÃĂÆ]) |(?<=á[º»]) ")
# The byte of a character in Windows-1252; Windows-1258 has Ă for its Ã. Bytes without a character stand for themselves.
_BYTES = {ord(char): byte for byte in range(128, 256) if (char := bytes([byte]).decode("cp1252", "ignore"))}
_BYTES[ord("Ă")] = ord("Ã")
_SCRAMBLED_SIGNS = re.compile("[ÃĂÂÄÆáâ][\x80-¿Œ-žƒˆ˜–-™ ]")


@lru_cache(maxsize=16384)
def from_tcvn3(word: str) -> str | None:
    """The word in Unicode, letter for letter; None when it has a character that is no code of TCVN3.

    The code of ư is the soft hyphen, which many programs made a hyphen: "ng-êi" is "người".
    """
    converted = word.translate(_FROM_TCVN3)
    joined = converted.replace("-", "ư")
    if is_syllable(joined):
        converted = joined
    if not all(c.isascii() or c in TCVN3_LETTERS or c == "Đ" for c in word):
        return None
    # capitals come from the font (.VnTimeH) or from the letters that have no mark
    plain = [c for c in word if c.isascii() and c.isalpha()]
    return converted.upper() if len(plain) > 1 and "".join(plain).isupper() else converted


@lru_cache(maxsize=16384)
def from_vni(word: str) -> str | None:
    """The word in Unicode, mostly shorter; None when it has a character that is no code of VNI."""
    return _VNI_CODE.sub(lambda code: VNI_LETTERS[code[0]], word) if _VNI_CODE.sub("", word).isascii() else None


def unscrambled(text: str) -> str | None:
    """Text whose UTF-8 bytes were once taken for Windows-1252 ("BÃ¡o cÃ¡o"), as it was before; None when it is
    no such text. One character that does not fit is enough to leave a text alone."""
    if not _SCRAMBLED_SIGNS.search(text):
        return None
    try:
        return _LOST_HALF.sub("\xa0", text).translate(_BYTES).encode("latin-1").decode()
    except UnicodeError:
        return None
