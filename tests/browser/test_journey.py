"""A user in trouble asks, asks on, acts, judges, leaves and comes back."""

import re

import pytest

pytest.importorskip("playwright")

from playwright.async_api import expect

from api.demo.people import PEOPLE, Person
from tests.browser.visit import Visit

MAYA = PEOPLE[0]


async def test_an_answer_comes_with_its_facts_and_says_who_made_it(visit: Visit):
    await visit.button(MAYA.question).click()
    answer = await visit.answered(1)

    await expect(answer.locator(".source")).to_have_text("Built-in answer")
    await expect(answer.locator(".label")).to_contain_text("no AI model was used")
    await expect(answer.locator(".words code").first).to_have_text("UPLOAD_TOO_LARGE")
    await expect(answer.locator(".words strong").first).to_be_visible()
    await expect(answer.locator(".confidence")).to_have_text(re.compile(r"^\d+% confident, \w+"))
    facts = answer.get_by_label("Evidence")
    await expect(facts.get_by_text("UPLOAD_TOO_LARGE")).to_be_visible()
    await facts.get_by_role("button").click()
    await expect(facts.locator("dt:visible")).to_have_count(await facts.locator("dt").count())
    await answer.locator(".evidence").evaluate("facts => facts.scrollIntoView()")
    await visit.picture("evidence")
    await expect(visit.panel.get_by_text("You are talking to an AI")).to_be_visible()


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.user_id)
async def test_everybody_sees_their_own_project_and_is_told_their_own_trouble(
    visit: Visit, person: Person
):
    await visit.become(person.user_id)
    await expect(visit.panel).to_contain_text(f"Hello {person.full_name.split()[0]}")
    for code in person.error_codes[:1]:
        await expect(visit.page.locator(".notice")).to_contain_text(code)

    await visit.button(person.question).click()
    answer = await visit.answered(1)

    for code in person.error_codes[:1]:
        await expect(answer.locator(".words")).to_contain_text(code)
    await visit.button(person.follow_up).click()
    await visit.answered(2)
    await expect(visit.panel.locator(".questions button")).to_have_count(0)


async def test_a_conversation_from_the_question_to_the_rating(visit: Visit):
    await visit.become("usr_jonas")
    await visit.ask("My export keeps failing. What is wrong?")
    answer = await visit.answered(1)
    retry = answer.get_by_role("button", name="again", exact=False)
    await retry.click()
    await expect(answer.get_by_role("status").first).to_have_text(re.compile(r"\w"))
    await visit.ask("Does it help to try it again?")
    await visit.answered(2)
    await visit.button("It helped").click()
    await expect(visit.button("It helped")).to_have_attribute("aria-pressed", "true")

    await visit.page.reload()
    await expect(visit.page.get_by_label("Demo: you are")).to_have_value("usr_jonas")
    await expect(visit.answers).to_have_count(2)
    await expect(visit.button("It helped")).to_have_attribute("aria-pressed", "true")
    await expect(visit.panel.get_by_text("You are talking to an AI")).to_be_visible()

    await visit.button("Close case").click()
    await visit.page.get_by_role("radio", name="9", exact=True).check()
    await (
        visit.page.get_by_role("form", name="Close case")
        .get_by_role("button", name="Close case")
        .click()
    )
    closed = visit.panel.locator(".standing")
    await expect(closed).to_have_text(re.compile(r"closed: solved\. You rated it 9 of 10"))
    await expect(closed).to_be_focused()
    await expect(visit.page.get_by_label("Your message")).to_be_hidden()

    await visit.button("Ask something else").click()
    await expect(visit.panel).to_contain_text("Hello Jonas")
    await visit.button("Your cases").click()
    listed = visit.panel.locator(".case").first
    await expect(listed).to_contain_text("My export keeps failing")
    await expect(listed).to_contain_text("Solved")
    await expect(listed).to_contain_text("4 messages, rated 9 of 10")
    await listed.click()
    await expect(visit.answers).to_have_count(2)


async def test_an_escalated_case_has_a_ticket_that_can_be_read(visit: Visit):
    await visit.become("usr_sam")
    await visit.ask("I can neither open nor save my file. Is it lost?")
    answer = await visit.answered(1)
    await answer.get_by_role("button", name="Create a support ticket").click()
    await visit.page.get_by_label("What should they know?").fill("The show is tonight")
    await visit.button("Open a ticket").click()

    standing = visit.panel.locator(".standing")
    await expect(standing).to_contain_text("A person has this case now.")
    await expect(standing).to_contain_text("Ticket tkt_")
    async with visit.page.context.expect_page() as opening:
        await standing.get_by_role("link", name="Read the ticket").click()
    ticket = await opening.value
    await expect(ticket.get_by_role("heading", level=1)).to_contain_text("Is it lost?")
    await expect(ticket.locator("main")).to_contain_text("The show is tonight")
    await expect(ticket.locator("main")).to_contain_text("STORAGE_UNAVAILABLE")

    await visit.page.reload()
    await expect(standing).to_contain_text("Ticket tkt_")
    await expect(visit.button("Close case")).to_be_visible()


async def test_the_history_of_a_case_is_told_and_its_chain_holds(visit: Visit):
    await visit.become("usr_priya")
    await visit.ask("Why can I not add a colleague to the project?")
    await visit.answered(1)
    async with visit.page.context.expect_page() as opening:
        await visit.page.get_by_role("link", name="History").click()
    history = await opening.value
    await expect(history.locator(".lead")).to_contain_text("the chain holds")
    events = history.locator(".timeline > li")
    await expect(events.first).to_contain_text("A user asked for help")
    await expect(events.filter(has_text="Support answered")).to_contain_text("Made by")
    assert await events.count() >= 4
    await expect(history.locator("blockquote").first).to_contain_text("add a colleague")


async def test_a_suggested_document_opens_beside_the_page_and_is_recorded(visit: Visit):
    await visit.button(MAYA.question).click()
    answer = await visit.answered(1)
    async with visit.page.context.expect_page() as opening:
        await answer.get_by_role("link", name="How large may an upload be?").click()
    help_page = await opening.value
    await expect(help_page.get_by_role("heading", level=1)).to_have_text(
        "How large may an upload be?"
    )
    await expect(answer.get_by_role("status").first).to_have_text(re.compile(r"\w"))
    assert len(visit.posts(f"/api/cases/{await visit.case_id()}/actions")) == 1


async def test_own_words_are_shown_as_they_were_recorded(visit: Visit):
    await visit.become("usr_lena")
    await visit.ask("Is lena.fischer@north-college.example still my address?")
    await visit.answered(1)
    own = visit.page.get_by_role("log").locator(".own .bubble")
    await expect(own).to_have_count(1)
    await expect(own).to_have_text("Is [email] still my address?")


async def test_what_the_product_shows_leads_to_help(visit: Visit):
    await visit.button("Close support").click()
    await expect(visit.panel).to_be_hidden()
    await visit.button("Upload").click()
    await visit.button("Get help").click()
    await expect(visit.page.get_by_label("Your message")).to_have_value(MAYA.question)
    await visit.become("usr_lena")
    await visit.button("Upload").click()
    await expect(visit.page.locator(".notice")).to_have_text("chapter-3.docx was uploaded.")
