"""A gateway, a host application with lifelike data, and the words to try them with."""

from api.demo.runner import run

__all__ = ["run"]
