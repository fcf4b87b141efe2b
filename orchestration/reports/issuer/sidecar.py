"""submission.yml: what somebody wrote down of a submission that its files do not say themselves."""

from collections.abc import Mapping
from datetime import date

import yaml

from orchestration.reports.blocks import UnreadableFile
from orchestration.reports.formats.files import SIDECAR
from orchestration.reports.formats.received import Received
from orchestration.reports.issuer.settling import Unsettled

_KINDS = ("report", "plan", "index")
_KEYS = {"unit", "unit_code", "period", "period_start", "period_end", "received", "kind"}
_MAX_BYTES = 64 * 1024


def read_sidecar(file: Received | None) -> dict[str, str]:
    """The keys that have a value, as written; empty when there is no sidecar.

    Everything is text: a bare 00144 would else be the octal number 100. Raises Unsettled with what to put right.
    """
    if file is None:
        return {}
    if file.size > _MAX_BYTES:
        raise Unsettled(f"{SIDECAR} quá lớn: hơn {_MAX_BYTES // 1024} KB")
    try:
        data = yaml.load(file.content(), yaml.BaseLoader) or {}
    except UnreadableFile as error:
        raise Unsettled(f"không đọc được {SIDECAR}: {error}") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" ở dòng {mark.line + 1}" if mark else ""
        raise Unsettled(
            f"không đọc được {SIDECAR}{line}: mỗi dòng phải có dạng «khóa: giá trị», tệp lưu với mã UTF-8"
        ) from None
    if not isinstance(data, dict):
        raise Unsettled(f"{SIDECAR} phải là các dòng «khóa: giá trị»")
    if any(not isinstance(value, str) for value in data.values()):
        raise Unsettled(f"{SIDECAR}: mỗi khóa chỉ có một giá trị, không phải danh sách")
    unknown = sorted(data.keys() - _KEYS)
    if unknown:
        known = ", ".join(sorted(_KEYS))
        raise Unsettled(f"{SIDECAR} có khóa lạ: {', '.join(unknown)[:200]}; các khóa dùng được: {known}")
    given = {key: value for key, value in data.items() if value not in ("", "~", "null")}
    if given.get("kind", _KINDS[0]) not in _KINDS:
        raise Unsettled(f"{SIDECAR}: kind là «{given['kind'][:50]}», phải là một trong {', '.join(_KINDS)}")
    return given


def date_of(sidecar: Mapping[str, str], key: str) -> date | None:
    """The day that a key gives. Raises Unsettled when it is none."""
    if key not in sidecar:
        return None
    try:
        return date.fromisoformat(sidecar[key])
    except ValueError:
        raise Unsettled(f"{SIDECAR}: {key} là «{sidecar[key][:50]}», phải là một ngày như 2023-03-14") from None
