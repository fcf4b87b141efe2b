"""The page that stewards read: border checks, the latest in full, the earlier ones listed."""

import json
from pathlib import Path
from typing import Any

import jinja2

_TEMPLATE = Path(__file__).with_name("border_page.html.j2")


def write_pages(border_dir: Path, document: dict[str, Any]) -> None:
    """Write ``<load_id>.json`` (history), ``results.json`` (the latest) and ``index.html``.

    The file of the load comes last: its presence says that the batch is checked.
    """
    border_dir.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    earlier = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(border_dir.glob("*.json"), reverse=True)
        if path.name not in ("results.json", f"{document['load_id']}.json")
    ]
    _replace(border_dir / "results.json", text)
    _replace(border_dir / "index.html", render(document, earlier))
    _replace(border_dir / f"{document['load_id']}.json", text)


def render(document: dict[str, Any], earlier: list[dict[str, Any]]) -> str:
    """The page as self-contained HTML: no script, nothing fetched from elsewhere."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(run=document, earlier=earlier)


def _replace(path: Path, text: str) -> None:
    """Readers see the old file or the new one, never half of it."""
    written = path.with_name(path.name + ".new")
    written.write_text(text, encoding="utf-8")
    written.replace(path)
