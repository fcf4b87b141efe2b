"""Its presence puts this folder on the import path, so that all tests can import builders."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files as parameters are numbered, not spelt out: a zip holds the second it was written in.

    pytest-xdist refuses to run when its workers collect other names than each other.
    """
    return argname if isinstance(val, bytes) else None
