"""Questions in other languages find their trouble; the answer says politely that it is English."""

import pytest

from application.adapters.builtin.question import languages
from tests.application.adapters.asking import ask, codes
from tests.domain import lifelike

EXCUSES = {
    "de": "Ich kann hier nur auf Englisch antworten",
    "pt": "Aqui só consigo responder em inglês",
    "es": "Aquí solo puedo responder en inglés",
    "fr": "Je ne peux répondre ici qu'en anglais",
}


@pytest.mark.parametrize(
    ("language", "question", "code"),
    [
        ("de", "Warum kann ich meine Datei nicht hochladen?", "UPLOAD_TOO_LARGE"),
        ("de", "Mein Export schlägt fehl", "EXPORT_TIMEOUT"),
        ("de", "Ich habe keine Berechtigung", "PERMISSION_DENIED"),
        ("pt", "Por que não consigo carregar o meu ficheiro?", "UPLOAD_TOO_LARGE"),
        ("pt", "A exportação do meu relatório falhou", "EXPORT_TIMEOUT"),
        ("es", "No puedo subir mi archivo, es muy grande", "UPLOAD_TOO_LARGE"),
        ("es", "¿Por qué falla la exportación de mi informe?", "EXPORT_TIMEOUT"),
        ("fr", "Pourquoi je ne peux pas téléverser mon fichier ?", "UPLOAD_TOO_LARGE"),
        ("fr", "Mon export a échoué, EXPORT_TIMEOUT", "EXPORT_TIMEOUT"),
    ],
)
async def test_a_question_in_another_language_finds_its_trouble(
    language: str, question: str, code: str
):
    answer = await ask(lifelike.everything(), question)
    assert codes(answer) == [code]
    assert answer.content.startswith(EXCUSES[language])


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Soll ich es noch einmal versuchen?", "Yes, it may help"),
        ("Devo tentar novamente?", "Yes, it may help"),
        ("Was bedeutet das?", "`EXPORT_TIMEOUT` is a fault"),
        ("Vielen Dank, das war es auch", "You are welcome."),
    ],
)
async def test_a_follow_up_in_another_language_is_understood(question: str, begins: str):
    answer = await ask(lifelike.export(), "My export fails", question)
    assert answer.content.split("\n\n")[1].startswith(begins)


async def test_that_all_is_well_is_said_in_any_language():
    answer = await ask(lifelike.healthy(), "Ist mit meinem Konto alles in Ordnung?")
    assert "Nothing is wrong with your account" in answer.content


@pytest.mark.parametrize(
    "question",
    [
        "I can't upload my file",
        "Why did the export die in Berlin?",
        "no",
        "An error in die-cutting",
        "Is mein Salon down?",
        "invite a colleague",
        "?",
        "",
        "What is \u62a5\u544a.pdf doing here?",
    ],
)
def test_english_and_what_is_not_known_stay_as_they_are(question: str):
    assert languages.language(question) == "en"
    assert languages.in_english(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "\u4e3a\u4ec0\u4e48",
        "\u041f\u043e\u0447\u0435\u043c\u0443 UPLOAD_TOO_LARGE?",
        "\u30d5\u30a1\u30a4\u30eb\u304c\u9001\u308c\u307e\u305b\u3093 (file)",
        "\u0644\u0645\u0627\u0630\u0627",
    ],
)
async def test_who_writes_in_another_script_is_told_that_it_is_not_read(question: str):
    answer = await ask(lifelike.upload(), question)
    assert answer.content.startswith("I can read and answer only English here")
    assert codes(answer) == ["UPLOAD_TOO_LARGE"]
