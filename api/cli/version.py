"""The version of the gateway, as it was installed."""

from importlib.metadata import PackageNotFoundError, version


def version_line() -> str:
    """The program's name and version; a tree that was not installed has none."""
    try:
        return f"support-gateway {version('support-gateway')}"
    except PackageNotFoundError:
        return "support-gateway (not installed)"
