"""A place of a submission that says whose report it is, or of which period."""

from dataclasses import dataclass
from datetime import date

from orchestration.reports.issuer.unit_names import Mention


@dataclass(frozen=True)
class Hint:
    """What a place names: where in words, as written, and its locator.

    It names a period (``code``), days of figures (``start``, which may be left open, and ``end``), or an ``issuer``
    with ``others`` that can only be above it. ``file`` is empty for a folder, ``sheet`` for all but workbooks.
    ``is_formal``: the place holds nothing but the unit's name, a sentence may speak of other units too.
    """

    where: str
    written: str
    place: str
    code: str = ""
    start: date | None = None
    end: date | None = None
    issuer: Mention | None = None
    others: tuple[Mention, ...] = ()
    is_formal: bool = False
    file: str = ""
    sheet: str = ""

    @property
    def named(self) -> str:
        """The unit with the parents named beside it."""
        return ", ".join(mention.written for mention in (self.issuer, *self.others) if mention)


def naming(where: str, issuer: Mention, place: str, *others: Mention, is_formal: bool = False) -> Hint:
    """The hint that a place names a unit."""
    return Hint(where, issuer.written, place, issuer=issuer, others=others, is_formal=is_formal)
