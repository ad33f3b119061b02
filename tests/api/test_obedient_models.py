"""A model that does what an attacker asked of it reaches nobody."""

import json
from typing import Any

import pytest

from tests.api.conftest import SAID, World
from tests.api.test_model_trouble import ask, said
from tests.api.test_open_case import is_message
from tests.messages_api import (
    answers,
)

pytestmark = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="session")
"""No model knows which engine the gateway keeps its record in."""


ATTACKS: dict[str, dict[str, Any]] = {
    "a script": said(content=SAID["content"] + "<script>alert(1)</script>"),
    "an image": said(content=SAID["content"] + "![x](https://evil.example/?q=1)"),
    "a link": said(content=SAID["content"] + " [here](https://evil.example/)"),
    "a bare link": said(content=SAID["content"] + " https://evil.example/login"),
    "a script link": said(content=SAID["content"] + " [x](javascript:alert(1))"),
    "an action elsewhere": said(
        actions=[
            {"type": "open_docs", "label": "Docs", "payload": {"url": "https://evil.example/"}}
        ]
    ),
    "an action in plain HTTP": said(
        actions=[
            {"type": "open_docs", "label": "D", "payload": {"url": "http://docs.acme.example/"}}
        ]
    ),
    "an action by a script": said(
        actions=[{"type": "open_docs", "label": "D", "payload": {"url": "javascript:alert(1)"}}]
    ),
    "an action to a look-alike": said(
        actions=[
            {
                "type": "open_docs",
                "label": "D",
                "payload": {"url": "https://docs.acme.example@evil.example/"},
            }
        ]
    ),
    "an action to another host's path": said(
        actions=[{"type": "open_docs", "label": "D", "payload": {"url": "//evil.example/"}}]
    ),
    "an unknown action": said(actions=[{"type": "delete_all", "label": "x", "payload": {}}]),
    "a label of a thousand letters": said(
        actions=[{"type": "retry", "label": "x" * 1000, "payload": {}}]
    ),
    "a confidence of 5": said(confidence=5),
    "a confidence below 0": said(confidence=-1),
    "a confidence that is a text": said(confidence="high"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_obedient_models_attack_reaches_nobody(world: World, claude: str, name: str):
    world.messages_api.behaviour = answers(ATTACKS[name])

    answer, _ = ask(world, claude)

    assert answer.status == 201
    reply = answer.json["aiMessage"]
    is_message(reply)
    text = json.dumps(reply).lower()
    for word in ("<script", "evil.example", "javascript:", "http://", "delete_all"):
        assert word not in text


def test_a_link_on_the_list_is_kept(world: World, claude: str):
    action = {
        "type": "open_docs",
        "label": "Read about uploads",
        "payload": {"url": "https://docs.acme.example/uploads"},
    }
    world.messages_api.behaviour = answers(said(actions=[action]))

    answer, _ = ask(world, claude)

    assert answer.json["aiMessage"]["actions"] == [action]
