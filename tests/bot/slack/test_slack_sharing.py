"""The choice, in the form, whether lines on the same schedule change as well."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters import Neighbour, Neighbours
from bot.requests import State
from bot.slack import choices
from tests.bot.slack.blocks_check import assert_view, texts
from tests.bot.slack.scene import CLOSE, Scene, scene

Json = dict[str, Any]


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support", "Sales") as opened:
        opened.phones.neighbours = Neighbours(closures=named("Service Desk"))
        yield opened


def named(*names: str) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(id=name, name=name) for name in names)


def radio(view: Json) -> Json | None:
    return next((each for each in view["blocks"] if each.get("block_id") == choices.SHARING), None)


def said(view: Json) -> str:
    return " ".join(texts(view["blocks"]))


async def test_the_form_asks_who_changes_and_begins_with_this_line_alone(office: Scene) -> None:
    form = await office.form()

    field = radio(form)
    assert field
    assert field["dispatch_action"]
    assert [each["text"]["text"] for each in field["element"]["options"]] == [
        "Only Support",
        "Also Service Desk (at Fake)",
    ]
    assert field["element"]["initial_option"]["value"] == choices.ONLY
    assert "Only Support closes" in said(form)
    assert_view({key: value for key, value in form.items() if key != "id"})


async def test_a_line_that_shares_nothing_is_not_asked_about(office: Scene) -> None:
    office.phones.neighbours = Neighbours(hours=named("Service Desk"))

    assert radio(await office.form()) is None


async def test_lines_that_change_together_anyway_are_asked_how(office: Scene) -> None:
    both = office.desk.asks[CLOSE].model_copy(update={"lines": ("Support", "Sales")})
    office.desk.asks = {**office.desk.asks, "close both": both}
    office.phones.together = {"1", "2"}

    field = radio(await office.form(text="close both"))

    assert field
    assert [each["text"]["text"] for each in field["element"]["options"]] == [
        "Each by itself, with a copy of the schedule",
        "Together, in the schedule they share",
    ]


async def test_choosing_shows_the_plan_for_all_lines_in_the_same_form(office: Scene) -> None:
    form = await office.form()

    response = await office.choose_in_view("UDANA", form, choices.SHARING, choices.ALL)

    (view,) = office.slack.views.values()
    assert response.status == 200
    assert view["id"] == form["id"]
    assert "This also closes Service Desk (at Fake)." in said(view)
    assert "High risk" in said(view)
    field = radio(view)
    assert field
    assert field["element"]["initial_option"]["value"] == choices.ALL
    assert_view({key: value for key, value in view.items() if key != "id"})


async def test_what_was_chosen_and_shown_is_sent(office: Scene) -> None:
    form = await office.form()
    await office.choose_in_view("UDANA", form, choices.SHARING, choices.ALL)
    (view,) = office.slack.views.values()

    response = await office.submit("UDANA", view, sharing=choices.ALL)

    assert (response.status, response.body) == (200, "")
    request = await office.request()
    assert request.plan.shared
    assert request.plan.risk == "high"


async def test_a_choice_that_was_not_shown_yet_is_shown_before_it_is_sent(office: Scene) -> None:
    form = await office.form()

    response = await office.submit("UDANA", form, sharing=choices.ALL)

    answer = json.loads(response.body)
    assert answer["response_action"] == "update"
    assert "Please look again" in said(answer["view"])
    assert "This also closes Service Desk (at Fake)." in said(answer["view"])
    assert await office.store(lambda store: store.requests_in(State)) == []


async def test_the_card_names_the_other_lines(office: Scene) -> None:
    form = await office.form()
    await office.choose_in_view("UDANA", form, choices.SHARING, choices.ALL)
    (view,) = office.slack.views.values()
    await office.submit("UDANA", view, sharing=choices.ALL)

    await office.reconciler().reconcile()

    (card,) = office.slack.top_level("CAPPROVALS")
    assert "This also closes Service Desk (at Fake)." in said(card)
