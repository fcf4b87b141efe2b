"""Pictures on a page of a PDF that may hold a table or text, which nothing here can read.

Emblems, seals and signatures are small, or stand where one signs; a banner stands at the top of the page; a
background has text upon it.
"""

from orchestration.reports.formats.pdf_page import Bounds, Page

_LEAST = 0.05  # of the page's area: more than the largest seal
_LARGE = 0.10  # and so large that its breadth does not matter
_BROAD = 0.4  # of the page's breadth: as broad as a table; what stands right of that is where one signs
_SIGNATURE = 0.15  # of the page's area: the largest picture of a signature with its seal
_TOP = 0.15  # of the page's height: the letterhead
_UPON = 0.03  # of a picture's area, covered by letters: it is a background
_MOST = 500  # pieces of pictures looked at


def pictures_with_text(page: Page) -> list[Bounds]:
    """The pictures on a page that may hold text to be read, from the top (left, top, right, bottom)."""
    return [picture for picture in _whole(page) if _may_hold_text(picture, page)]


def _may_hold_text(picture: Bounds, page: Page) -> bool:
    left, top, right, bottom = picture
    area = (right - left) * (bottom - top)
    share, breadth = area / (page.width * page.height), (right - left) / page.width
    if share < _LEAST or (share < _LARGE and breadth < _BROAD) or bottom < _TOP * page.height:
        return False
    if left > _BROAD * page.width and share < _SIGNATURE:
        return False
    upon = [word for word in page.words if left < word.centre[0] < right and top < word.centre[1] < bottom]
    return sum((word.x1 - word.x0) * word.size for word in upon) < _UPON * area


def _whole(page: Page) -> list[Bounds]:
    """Pictures within the page; those that touch are pieces of one."""
    whole: list[Bounds] = []
    for left, top, right, bottom in sorted(page.pictures, key=lambda picture: picture[1])[:_MOST]:
        piece = max(left, 0.0), max(top, 0.0), min(right, page.width), min(bottom, page.height)
        if piece[0] >= piece[2] or piece[1] >= piece[3]:
            continue
        touching = [other for other in whole if _touch(piece, other)]
        whole = [other for other in whole if other not in touching]
        corners = list(zip(piece, *touching, strict=True))
        whole.append((min(corners[0]), min(corners[1]), max(corners[2]), max(corners[3])))
    return sorted(whole, key=lambda picture: picture[1])


def _touch(one: Bounds, other: Bounds) -> bool:
    return all(one[side] <= other[side + 2] + 2 and other[side] <= one[side + 2] + 2 for side in (0, 1))
