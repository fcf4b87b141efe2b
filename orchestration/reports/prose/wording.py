"""What the words beside a number say: the facets of a count, the field of dossiers, the time spoken of."""

import re

from orchestration.reports.catalogue import Catalogue
from orchestration.reports.prose.lexicon import UNKNOWN, Lexicon
from orchestration.reports.text import key, plain

_SEGMENT = re.compile(r"[,;:(]")
# Facets that must stand in the number's own part of the clause: "thực hiện dịch vụ công trực tuyến, đã tiếp nhận
# 523 hồ sơ" does not say that 523 came online.
_OWN_PART = ("channel", "timing", "aspect", "people")
_OPENING = re.compile(r"[^:;.\d]{2,70}:")
_BULLET = re.compile(r"^[\s+–*•-]+")
_LEVEL = re.compile(
    r"(?:đối với |tại |ở )?(?:ubnd )?cấp (?:tỉnh|huyện|xã|thành phố|thị xã|quận|phường)(?:, phường|, xã)?\s*[:;,]"
)
_LISTED = re.compile(r"\s*(?:[:(–-]|có\s+\d|\d)")
_FIELD = re.compile(r"lĩnh\s+vực\s*:?\s+")
_WORD = re.compile(r"[^\s,;:.()+/–-]+")
_FIELD_ENDS = re.compile(
    r"\s*(?:$|[:;(]|(?:và|,|[–-])\s*(?:$|\d)"
    r"|[,–-]?\s*(?:đã |mới |được )*"
    r"(?:tiếp nhận|giải quyết|nhận|có|là|gồm|với|trả|tổng|số|trực|online|quá|trễ|trước|đúng|sớm)(?!\w))"
)


class Wording:
    """Reads the words around a number by the lexicon and the catalogue's fields."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue):
        self.lexicon, self.catalogue = lexicon, catalogue

    def facets(self, clause: str, after: str) -> dict[str, str]:
        """Facets that the words of a number's clause state, else the words after it; scope among them."""
        words, rest = self.lexicon.without_names(clause), self.lexicon.without_names(after)
        hits = {facet: hit for facet in self.lexicon.facets if (hit := self.lexicon.last(facet, words))}
        own_part = self._own_part(words, [end for end, _ in hits.values()])
        facets: dict[str, str] = {}
        for facet in self.lexicon.facets:
            end, stated = hits.get(facet, (0, ""))
            behind = (self.lexicon.last(facet, rest) or (0, ""))[1]
            if facet in _OWN_PART and end <= own_part:
                # said further off: no word of this number's, yet it leaves a channel or a deadline open
                value = behind or (UNKNOWN if stated and facet in ("channel", "timing") else "")
            else:
                value = stated or behind or ""
            if value:
                facets[facet] = value
        if scope := self.lexicon.scope_in(clause) or self.lexicon.scope_in(after):
            facets["scope"] = scope
        return facets

    @staticmethod
    def _own_part(words: str, hit_ends: list[int]) -> int:
        """Where the last part of a clause begins that says anything of the number."""
        starts = [0, *(match.end() for match in _SEGMENT.finditer(words))]
        last_hit = max(hit_ends, default=0)
        return max((start for start in starts if start < last_hit), default=0)

    def field(self, clause: str, after: str, noun_behind: bool) -> str | None:
        """The field of dossiers that the words name; "?" for a part of them that is no field of the list.

        ``noun_behind`` says that "hồ sơ" stands right after the number, so that ``after`` begins behind it.
        """
        for text in (clause, after):
            if match := _FIELD.search(text):
                return self._field_at(text[match.end() :]) or UNKNOWN
        start = re.sub(r"^[\W]*(?:(?:trong đó|gồm|bao gồm|cụ thể|và|về)\W*)*", "", clause)
        if (code := self._field_at(start)) and len(start.split()) <= 12:
            return code
        return self._kind_of_dossier(clause, after, noun_behind)

    def _field_at(self, text: str) -> str | None:
        """The field that a text begins with; "?" when it goes on as something else, None when it is none."""
        words = list(_WORD.finditer(text))[:8]
        for count in range(len(words), 0, -1):
            if code := self.catalogue.fields.get(key(text[: words[count - 1].end()])):
                return code if _FIELD_ENDS.match(text[words[count - 1].end() :]) else UNKNOWN
        return None

    def _kind_of_dossier(self, clause: str, after: str, noun_behind: bool) -> str | None:
        """What "hồ sơ" is followed by: a field, all of them (None), or some other part ("?")."""
        if noun_behind:
            said = after
        else:
            places = [end for _, end, noun in self.lexicon.nouns_in(clause) if noun == "dossier"]
            said = clause[places[-1] :] if places else ""
        said = re.sub(r"^[\s¹²³⁰⁴-⁹]+", "", said)
        if not re.match(r"\w", said) or re.match(r"\d", said) or self.lexicon.all_dossiers.match(said):
            return None
        return self._field_at(said) or UNKNOWN

    def opening(self, text: str) -> dict[str, str]:
        """What the opening of a paragraph ("Cấp huyện:", "Lĩnh vực Hộ tịch:") says of all its sentences."""
        facets: dict[str, str] = {}
        words = _BULLET.sub("", plain(text[:100]))
        opening = _OPENING.match(words)
        if (named := self.lexicon.named_unit.match(text)) and _LISTED.match(text, named.end()):
            facets["field"] = UNKNOWN
        if level := _LEVEL.match(words):
            facets["scope"] = self.lexicon.scope_in(level[0]) or UNKNOWN
        if opening and opening[0].startswith("lĩnh vực"):
            facets["field"] = self.field(opening[0], "", False) or UNKNOWN
        if opening and self.lexicon.last("channel", self.lexicon.without_names(opening[0])):
            facets["channel"] = UNKNOWN  # whether all that follows came so is not said
        return facets

    def noun_in(self, clause: str) -> str | None:
        """The noun that a clause counts: after "số" where it says so, else the first of its last part that has one."""
        counted = re.search(r"(?:số lượng|số|lượng) (?=\w)", clause)
        if counted and (noun_behind := self.lexicon.noun_at(clause[counted.end() :])):
            return noun_behind[0]
        nouns = self.lexicon.nouns_in(clause)
        starts = [0, *(match.end() for match in _SEGMENT.finditer(clause))]
        for start in reversed(starts):
            for place, _, noun in nouns:
                if place >= start:
                    return noun
        return None

    def names_a_part(self, after: str) -> bool:
        """Whether the words after a number are just a channel or a deadline ("200 trực tuyến; 15 trực tiếp")."""
        words = after.strip(" ,0")
        parts = (self.lexicon.facets[facet] for facet in ("channel", "timing"))
        return any(pattern.fullmatch(words) for part in parts for _, patterns in part for pattern in patterns)

    def is_of_others(self, clause: str) -> bool:
        """Whether a part of the unit, or another office, is the doer of the clause."""
        return bool(self.lexicon.others.search(self.lexicon.without_names(clause)))
