"""What parts of a sentence take from the whole that they belong to, and numbers from the one before them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestration.reports.found import Statement
from orchestration.reports.prose.lexicon import UNKNOWN

_BY_PARTS = ("action", "channel", "timing", "topic", "progress", "scope", "field")
_BY_SIBLINGS = ("action", "topic", "scope", "field")


@dataclass
class Frame:
    """A number as others see it: what it counts, what is said of it, and the statement that it became."""

    noun: str | None = None
    facets: dict[str, str] = field(default_factory=dict)
    indicator: str | None = None  # of a sum of money, whose parts repeat no words
    statement: Statement | None = None


def inherit(
    own: Mapping[str, str], whole: Frame, previous: Frame, first: Frame | None, is_total: bool, gap: str,
    timed_action: Mapping[str, str],
) -> dict[str, str]:  # fmt: skip
    """Own facets with those of the whole that a number is a part of, and of the number before it.

    ``first`` is the first number of the sentence, ``gap`` the text since the number before; ``timed_action``
    says what parts with a deadline are parts of (see lexicon.yml).
    """
    facets = dict(own)
    for name in _BY_PARTS:
        if name == "timing" and "action" in own:
            continue  # "giải quyết đúng hạn 100 hồ sơ, trong đó tiếp nhận trực tuyến 90"
        if name in whole.facets:
            facets.setdefault(name, whole.facets[name])
    for name in _BY_SIBLINGS:
        if name not in facets and name in previous.facets:
            facets[name] = UNKNOWN if is_total and name in ("scope", "field") else previous.facets[name]
    if "timing" in own and "action" not in own:
        facets["action"] = timed_action.get(facets.get("action", ""), UNKNOWN)
    if _leaves_channel_open(facets, own, previous, first, gap):
        facets["channel"] = UNKNOWN
    return facets


def _leaves_channel_open(
    facets: Mapping[str, str], own: Mapping[str, str], previous: Frame, first: Frame | None, gap: str
) -> bool:
    """Whether it is unsaid of which channel a number is: "tiếp nhận trực tuyến 300 hồ sơ, đã giải quyết 280"."""
    action = own.get("action")
    if action is None or "channel" in facets or action == previous.facets.get("action", action):
        return False
    goes_on = not re.search(r"[;)]", gap) and action != "carried_over"
    return "channel" in (first.facets if first else {}) or ("channel" in previous.facets and goes_on)
