"""Lines that say whose figures follow: "1.2. Cấp xã", "* Tại UBND huyện:", "Lĩnh vực hộ tịch", "3. Phòng Tư pháp"."""

import re

from orchestration.reports.prose.lexicon import UNKNOWN
from orchestration.reports.prose.wording import Wording
from orchestration.reports.prose.written import numbers_in
from orchestration.reports.text import key, plain

_LONGEST = 120  # characters
_MARK = re.compile(r"[\s*+•–-]*(?:(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/–-]+)?\s*", re.IGNORECASE)
_BESIDE_A_LEVEL = re.compile(
    r"(?:\W|\b(?:tại|ở|của|đối với|về|và|các|ubnd|bộ phận|một cửa|kết quả|tình hình|tiếp nhận|giải quyết|xử lý"
    r"|trả|hồ sơ|tthc|thủ tục hành chính|thủ tục|thuộc|thẩm quyền|số liệu|theo)\b)*"
)
_FIELD = re.compile(r"(?:tthc |thủ tục hành chính |hồ sơ )?(?:thuộc |về |trong )?lĩnh vực\W+")
_BEFORE_AN_OFFICE = re.compile(r"^(?:tại |đối với |của |ở )")


def subject_of(text: str, wording: Wording) -> dict[str, str]:
    """The scope or field of the figures below a line that names a level, a field of dossiers or an office, and says
    nothing else; field "?" for those of an office or of another unit. Empty for any other line."""
    if len(text) > _LONGEST:
        return {}
    mark = _MARK.match(text)
    assert mark is not None  # it matches nothing as well
    rest = text[mark.end() :].strip(" :*.")
    words = plain(rest)
    if not words or numbers_in(rest):
        return {}
    lexicon = wording.lexicon
    if (scope := lexicon.scope_in(words)) and _BESIDE_A_LEVEL.fullmatch(lexicon.without_scopes(words)):
        return {"scope": scope}
    if (prefix := _FIELD.match(words)) and (code := wording.catalogue.fields.get(key(words[prefix.end() :]))):
        return {"field": code}
    if not mark[0].strip():
        return {}  # letterheads and signatures name offices too
    office = _BEFORE_AN_OFFICE.sub("", words, count=1)
    if lexicon.others.match(f"{office}:") or lexicon.named_unit.fullmatch(rest):
        return {"field": UNKNOWN}
    return {}
