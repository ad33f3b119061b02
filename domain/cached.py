"""A property that is worked out when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class cached_property(Generic[Value]):  # noqa: N801 - used as `functools.cached_property` is
    """What `functools.cached_property` is from Python 3.12 on.

    Before, that holds a lock while it works, and one for all instances: whoever asks a small object
    waits until a thread has worked through a large one.
    """

    def __init__(self, work: Callable[[Any], Value]) -> None:
        """Take the method that works it out."""
        self._work = work
        self._name = ""
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Hear what it is called, which is where instances keep it."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...
    def __get__(self, instance: object | None, owner: type) -> Self | Value:
        """Work it out: once it is kept, Python finds it before it comes here."""
        if instance is None:
            return self
        value = self._work(instance)
        instance.__dict__[self._name] = value
        return value
