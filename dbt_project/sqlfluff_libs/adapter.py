"""What sqlfluff knows of dbt's `adapter`: a dispatched macro reads like a function of its arguments."""

from collections.abc import Callable


def dispatch(macro: str, package: str) -> Callable[..., str]:
    return lambda *arguments: f"{macro}({', '.join(arguments)})"
