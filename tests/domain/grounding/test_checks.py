"""What looks for mistakes in answers is asked for them."""

from importlib import import_module
from pkgutil import walk_packages

from domain import grounding
from domain.grounding import Index
from tests.domain import lifelike


def test_every_check_that_is_written_is_asked_and_once():
    modules = [
        import_module(found.name)
        for found in walk_packages(grounding.__path__, f"{grounding.__name__}.")
        if found.name != "domain.grounding.check"
    ]
    written = [
        thing.__qualname__
        for module in modules
        for thing in vars(module).values()
        if getattr(thing, "__module__", "") == module.__name__ and hasattr(thing, "mistaken")
    ]
    written += [module.__name__ for module in modules if hasattr(module, "mistaken")]

    asked = [
        check.__name__ if check in modules else type(check).__name__
        for check in Index(lifelike.document()).checks
    ]

    assert sorted(asked) == sorted(written)
