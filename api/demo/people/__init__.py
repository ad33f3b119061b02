"""The users of the demo's product, each with a trouble of its own."""

from typing import Final

from api.demo.people.jonas import JONAS
from api.demo.people.lena import LENA
from api.demo.people.maya import MAYA
from api.demo.people.omar import OMAR
from api.demo.people.person import Person
from api.demo.people.priya import PRIYA
from api.demo.people.sam import SAM

PEOPLE: Final[tuple[Person, ...]] = (MAYA, JONAS, PRIYA, SAM, OMAR, LENA)

__all__ = ["PEOPLE", "Person"]
