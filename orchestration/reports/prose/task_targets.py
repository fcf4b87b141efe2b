"""Targets that a plan sets in its table of tasks: the task names a rate, what is to be done names the percentage.

"Tỷ lệ hồ sơ trực tuyến | … để bảo đảm 100% hồ sơ …" sets dossiers_online_rate to 100. Only where the subject itself is
a rate of the catalogue and one percentage, however often, is all that the content aims at: a second number may be a
measure of something else, and a wrong target accuses every commune of missing it.
"""

import re
from collections.abc import Iterable

from orchestration.reports.found import Target, Task
from orchestration.reports.numbers import parse_number
from orchestration.reports.prose.lexicon import UNKNOWN, load_lexicon
from orchestration.reports.prose.plans import AIM, AT_MOST
from orchestration.reports.text import one_line, plain

_RATE = re.compile(r"(?:tỷ|tỉ) lệ\b|mức độ\b")


def read_task_targets(tasks: Iterable[Task], period_code: str | None) -> list[Target]:
    """Targets of tasks, each at the place of its task; ``period_code`` is the plan's."""
    targets = []
    for task in tasks:
        indicator, aim = _indicator(task.subject), _aim(task.content)
        if indicator and aim is not None:
            scope = load_lexicon().scope_in(plain(task.subject)) or "all"
            # the plan's own district with its communes: the whole
            scope = "all" if scope == UNKNOWN else scope
            text = f"{one_line(task.subject)}: {one_line(task.content)}"
            targets.append(Target(indicator, "min", aim, None, text, task.source_locator, period_code, scope))
    return targets


def _indicator(subject: str) -> str | None:
    """The rate that a subject names, when it names one only."""
    words = plain(subject)
    if not _RATE.match(words):
        return None
    fitting = {phrase.indicator for phrase in load_lexicon().targets if phrase.fits(words, words, words)}
    return fitting.pop() if len(fitting) == 1 else None


def _aim(content: str) -> float | None:
    """The one percentage that a content aims at, however often it says so."""
    matches = [match for match in AIM.finditer(content) if match[0].rstrip().endswith(("%", "trở lên"))]
    if any(AT_MOST.search(content[: match.start()]) for match in matches):
        return None
    numbers = {number.value for match in matches if (number := parse_number(match["n"]))}
    return numbers.pop() if len(numbers) == 1 else None
