"""Templates of the rule book: one entry with ``for_each`` stands for a rule for each indicator that it fits."""

from collections.abc import Iterator
from typing import Any

from orchestration.quality.catalogue import Catalogue
from orchestration.quality.rule_form import RuleBookError, one_of

_FILLED = ("left", "right", "name_vi")


def expanded(entry: dict[str, Any], where: str, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """The rule itself, or one filled rule for each indicator of ``for_each``. Raises RuleBookError.

    The placeholders of an entry are filled from `Catalogue.templates`, or, with a list of indicators, with ``{code}``
    and ``{name}``; each rule is called after its indicator (``rule_code__indicator_code``).
    """
    if "for_each" not in entry:
        yield entry
        return
    each, names = entry["for_each"], catalogue.rows
    if isinstance(each, list):
        if strange := [code for code in map(str, each) if code not in names]:
            raise RuleBookError(f"{where}: for_each: {', '.join(strange)} is not in the catalogue")
        filling = [{"code": code, "name": names[code]["name_vi"]} for code in each]
    else:
        one_of(each, tuple(catalogue.templates), "for_each", where)
        filling = catalogue.templates[each]
    if unknown := set(entry.get("except", [])) - set(names):
        raise RuleBookError(f"{where}: except: {', '.join(sorted(unknown))} is not in the catalogue")
    if all(words["code"] in entry.get("except", []) for words in filling):
        raise RuleBookError(f"{where}: for_each: found no indicator that is left, expected one")
    for words in filling:
        if words["code"] in entry.get("except", []):
            continue
        filled = {key: value for key, value in entry.items() if key not in ("for_each", "except")}
        filled |= {key: _fill(filled[key], words) for key in _FILLED if key in filled}
        if "only_if" in filled:
            filled["only_if"] = {_fill(code, words): outcomes for code, outcomes in filled["only_if"].items()}
        yield filled | {"rule_code": f"{entry['rule_code']}__{words['code']}"}


def _fill(value: Any, words: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, str):
        for key, word in words.items():
            value = value.replace(f"{{{key}}}", word)
    return value
