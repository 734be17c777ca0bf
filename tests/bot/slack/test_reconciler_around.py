"""What lies around a request shows on its card, alerts have their own, and Slack is called for nothing else."""

import datetime as dt
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest

from bot.alerts import Alert, AlertKind
from bot.kept import CardPlace
from bot.kinds import RecordKind
from bot.language import Ask, Verb, Window
from bot.requests import Person, Request, State
from bot.slack import alert_cards, cards
from bot.store import Store
from tests.bot.slack.blocks_check import buttons, texts
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import AMIR, Scene, scene

NOON = "close support line Saturday noon"
HALF = Window(start=dt.datetime(2026, 11, 21, 12), end=dt.datetime(2026, 11, 21, 13))


@pytest.fixture
async def office() -> AsyncIterator[Scene]:
    async with scene("Support") as opened:
        noon = Ask(verb=Verb.CLOSE, lines=("Support",), windows=(HALF,), sentence="Close Support at noon.")
        opened.desk.asks = {**opened.desk.asks, NOON: noon}
        yield opened


async def both(office: Scene) -> tuple[Request, Request]:
    """Two requests for the same hour."""
    first = await office.asked()
    await office.submit("UERIN", await office.form("UERIN", NOON))
    return first, (await office.store(lambda store: store.requests_in(State)))[-1]


async def raised(office: Scene, kind: AlertKind = AlertKind.NOT_CLOSED, request: int | None = None) -> Alert:
    return await office.store(
        lambda store: store.raise_alert(kind, "Callers still reach it.", line="fake:1", name="Support", request=request)
    )


def told(message: Json) -> str:
    return " ".join(texts(message["blocks"]))


def updates(office: Scene) -> list[Any]:
    return [each["ts"] for each in office.slack.named("chat.update")]


async def test_requests_that_meet_name_each_other_until_one_is_gone(office: Scene) -> None:
    reconciler = office.reconciler()
    first, second = await both(office)
    await reconciler.reconcile()
    one, other = office.slack.top_level(APPROVALS)

    assert "It meets request 2 of <@UERIN>" in told(one)
    assert "It meets request 1 of <@UDANA>" in told(other)

    await office.desk.reject(AMIR, second.id, "Too late.")
    await reconciler.reconcile()

    assert "It meets" not in told(one)
    assert "It meets" not in told(other)
    assert first.state is State.PENDING


async def test_a_card_of_before_comes_to_name_a_newer_request(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    (one,) = office.slack.top_level(APPROVALS)
    before = told(one)
    await office.submit("UERIN", await office.form("UERIN", NOON))

    await reconciler.reconcile()

    assert "It meets" not in before
    assert "It meets request 2 of <@UERIN>" in told(one)


async def test_what_meets_nothing_any_more_is_noticed_without_anything_moving(office: Scene) -> None:
    reconciler = office.reconciler()
    await both(office)
    await reconciler.reconcile()
    one, _ = office.slack.top_level(APPROVALS)
    office.clock.advance(days=1, hours=15)

    await reconciler.reconcile()

    assert "It meets" not in told(one)


async def test_slack_is_called_only_for_cards_that_look_otherwise(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    calls = len(office.slack.calls)

    await office.store(lambda store: store.note(1, RecordKind.STARTED, "Support", {"note": "Seen."}))
    await reconciler.reconcile()
    office.clock.advance(minutes=5)
    await reconciler.reconcile()

    assert [name for name, _ in office.slack.calls[calls:]] == ["chat.postMessage"]
    (card,) = office.slack.top_level(APPROVALS)
    assert "Seen." in office.slack.thread(APPROVALS, card["ts"])[-1]["text"]


async def test_a_card_that_nobody_knows_the_content_of_is_updated_once(office: Scene) -> None:
    reconciler = office.reconciler()
    request = await office.asked()
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    told = max(each.number for each in await office.store(lambda store: store.records()))
    older = CardPlace(request=1, channel=APPROVALS, ts=card["ts"], shown=request.revision, told=told)
    await office.store(lambda store: store.keep_card(older))

    await office.reconciler().reconcile()
    await office.reconciler().reconcile()

    assert updates(office) == [card["ts"]]


async def test_an_alert_has_a_card_that_stays_true_after_it_is_closed(office: Scene) -> None:
    reconciler = office.reconciler()
    alert = await raised(office)
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)

    assert "<@UAMIR> <@UNOOR>" in card["text"]
    assert alert_cards.CLOSE in buttons(card["blocks"])

    await office.store(lambda store: store.close_alert(alert.number, "It is closed now."))
    await reconciler.reconcile()
    await reconciler.reconcile()

    assert office.slack.top_level(APPROVALS) == [card]
    assert "It is closed now." in told(card)
    assert buttons(card["blocks"]) == {}
    assert updates(office) == [card["ts"]]


async def test_a_broken_promise_is_told_in_the_thread_of_its_request_and_to_whoever_asked(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    broken = await raised(office, request=1)

    await reconciler.reconcile()
    await reconciler.reconcile()

    card, alert = office.slack.top_level(APPROVALS)
    pages = [each["text"] for each in office.slack.thread(APPROVALS, card["ts"]) if "still reach it" in each["text"]]
    assert [page.count("<@") for page in pages] == [0], "the card of the alert calls them"
    assert sum("still reach it" in each["text"] for each in office.slack.messages["DUDANA"]) == 1
    assert "<@UDANA> <@UAMIR> <@UNOOR>" in alert["text"]
    assert "Callers still reach it." in told(card)

    await office.store(lambda store: store.close_alert(broken.number, "It is closed now."))
    await reconciler.reconcile()

    assert "Callers still reach it." not in told(card)


async def test_who_may_change_it_by_hand_is_told_the_steps_once_in_a_message_of_their_own(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await office.store(lambda store: store.decide(1, State.APPROVED, Person(team="T1", user="UAMIR")))
    await reconciler.reconcile()
    told = {"steps": ["Open the portal.", "Set Saturday to closed."], "people": ["ULEE"]}
    await office.store(partial(Store.note, number=1, kind=RecordKind.BY_HAND, line="Support", data=told))

    await reconciler.reconcile()
    await office.store(
        partial(Store.note, number=1, kind=RecordKind.BY_HAND, line="Support", data={**told, "people": []})
    )
    await reconciler.reconcile()

    (message,) = office.slack.messages["DULEE"]
    assert "Please change Support by hand, for request 1" in message["text"]
    assert "2. Set Saturday to closed." in message["text"]


async def test_of_several_broken_promises_of_one_request_only_the_first_calls_people(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    for line in ("fake:1", "fake:2", "fake:3"):
        broken: Json = {"line": line, "name": line, "request": 1}
        await office.store(partial(Store.raise_alert, kind=AlertKind.NOT_OPEN, text="It is closed.", **broken))

    await reconciler.reconcile()

    alerts = [each for each in office.slack.top_level(APPROVALS) if "is not open" in each["text"]]
    assert [each["text"].count("<@UAMIR> <@UNOOR>") for each in alerts] == [1, 0, 0]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
async def test_an_alert_whose_answer_is_lost_is_not_posted_twice(office: Scene, method: str) -> None:
    office.slack.lost = [method]
    alert = await raised(office)
    await office.reconciler().reconcile()
    await office.reconciler().reconcile()
    await office.store(lambda store: store.close_alert(alert.number, "It is closed now."))

    await office.reconciler().reconcile()
    await office.reconciler().reconcile()

    (card,) = office.slack.top_level(APPROVALS)
    assert "It is closed now." in told(card)


async def test_a_deleted_card_of_an_alert_is_posted_anew(office: Scene) -> None:
    reconciler = office.reconciler()
    alert = await raised(office)
    await reconciler.reconcile()
    office.slack.messages[APPROVALS].clear()
    await office.store(lambda store: store.close_alert(alert.number, "It is closed now."))

    await reconciler.reconcile()

    assert len(office.slack.top_level(APPROVALS)) == 1


async def test_an_alert_that_cannot_be_posted_holds_up_nothing(office: Scene) -> None:
    await raised(office)
    await office.asked()
    office.slack.refusals["chat.postMessage"] = ["not_in_channel"]
    reconciler = office.reconciler()

    assert not await reconciler.reconcile()
    assert await reconciler.reconcile()

    assert len(office.slack.top_level(APPROVALS)) == 2


async def test_an_old_card_of_a_request_loses_its_buttons_too(office: Scene) -> None:
    reconciler = office.reconciler()
    request = await office.asked()
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    older = {**card, "ts": "1600000000.000001"}
    office.slack.messages[APPROVALS].insert(0, older)
    kept = CardPlace(request=1, channel=APPROVALS, ts=older["ts"], shown=0, told=0)
    await office.store(lambda store: store.keep_card(kept))

    await office.desk.approve(AMIR, 1, request.plan.digest)
    await reconciler.reconcile()

    for each in office.slack.top_level(APPROVALS):
        assert not {cards.APPROVE, cards.REJECT} & set(buttons(each["blocks"]))


async def test_a_look_at_the_store_that_fails_is_made_again(
    office: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await office.asked()
    reconciler = office.reconciler()
    with monkeypatch.context() as broken:
        broken.setattr(office.clock, "now", None)
        assert not await reconciler.reconcile()

    assert await reconciler.reconcile()
    assert "The cards could not be looked at." in caplog.text
    assert len(office.slack.top_level(APPROVALS)) == 1


async def test_a_line_that_was_changed_elsewhere_calls_its_approvers_once_in_a_new_message(
    office: Scene,
) -> None:
    reconciler = office.reconciler()
    alert = await raised(office, AlertKind.DRIFT)
    await reconciler.reconcile()
    (card,) = office.slack.top_level(APPROVALS)
    posted = [each["text"] for each in office.slack.named("chat.postMessage")]
    await office.store(
        lambda store: store.raise_alert(AlertKind.DRIFT, "More was changed.", line="fake:1", name="Support")
    )
    await reconciler.reconcile()

    assert len(posted) == 1
    assert posted[0].endswith("<@UAMIR> <@UNOOR>")
    assert len(office.slack.named("chat.postMessage")) == 1
    assert updates(office) == [card["ts"]]
    assert "<@UAMIR> <@UNOOR>" in told(card)
    await office.store(lambda store: store.close_alert(alert.number, "It is again as it was."))
    await reconciler.reconcile()
    assert "<@UAMIR>" not in told(card)


async def test_whoever_closed_a_line_until_further_notice_is_told_every_day_with_a_way_back(office: Scene) -> None:
    reconciler = office.reconciler()
    await office.asked()
    await reconciler.reconcile()
    before = len(office.slack.messages["DUDANA"])

    for text in ("It is closed for 2 days now.", "It is closed for 3 days now.", "It is closed for 3 days now."):
        told_of: Json = {"line": "fake:1", "name": "Support", "request": 1}
        await office.store(partial(Store.raise_alert, kind=AlertKind.STILL_CLOSED, text=text, **told_of))
        await reconciler.reconcile()

    news = office.slack.messages["DUDANA"][before:]
    assert [told(each).partition("\n")[0] for each in news if alert_cards.REOPEN in buttons(each["blocks"])] == [
        f":red_circle: It is closed for {days} days now." for days in (2, 3)
    ]
    await office.click("UDANA", news[-1], alert_cards.REOPEN)
    assert office.slack.answers or office.slack.named("views.open")


@pytest.mark.parametrize(("away", "called"), [(False, "<@UAMIR> <@UNOOR>"), (True, "<#CLEADS>")])
async def test_where_a_channel_approves_the_people_in_it_are_called(*, away: bool, called: str) -> None:
    async with scene("Support", approve=("CLEADS",)) as office:
        office.slack.channels["CLEADS"] = {}
        office.slack.inside["CLEADS"] = ["UAMIR", "UNOOR"]
        office.slack.refusals["conversations.info"] = ["internal_error"] if away else []
        await raised(office, AlertKind.DRIFT)

        await office.reconciler().reconcile()

        (card,) = office.slack.top_level(APPROVALS)
        assert card["text"].endswith(called)
