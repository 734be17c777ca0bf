"""Alerts as cards: true until they are closed, with the buttons that help."""

import pytest

from bot.alerts import AlertKind
from bot.slack import alert_cards
from tests.bot.slack.blocks_check import assert_message, buttons, markup, texts
from tests.bot.slack.drawn import HOSTILE, LONG, alert

BUTTONS = {
    AlertKind.NOT_CLOSED: {alert_cards.CHECK, alert_cards.CLOSE},
    AlertKind.NOT_OPEN: {alert_cards.CHECK, alert_cards.REOPEN},
    AlertKind.STILL_CLOSED: {alert_cards.REOPEN},
    AlertKind.DRIFT: {alert_cards.ADOPT, alert_cards.RESTORE},
    AlertKind.FROZEN: {alert_cards.THAW},
}


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize("text", ["It is open.", HOSTILE, LONG])
def test_cards_of_alerts_are_as_slack_wants_them(kind: AlertKind, text: str) -> None:
    for each in (alert(kind, text, count=60), alert(kind, text, outcome=text, count=60)):
        card = alert_cards.card(each, ["<@UAMIR>"])

        assert_message(card.blocks)
        for shown in markup(card.blocks):
            inside = [part.partition(">")[0] for part in shown["text"].split("<")[1:]]
            assert all(part.startswith(("@U", "!date^")) for part in inside)


@pytest.mark.parametrize("kind", AlertKind)
def test_an_alert_has_its_buttons_while_it_is_open(kind: AlertKind) -> None:
    assert set(buttons(alert_cards.card(alert(kind)).blocks)) == BUTTONS[kind]
    assert buttons(alert_cards.card(alert(kind, outcome="Done.")).blocks) == {}


def test_a_broken_promise_calls_people_until_it_is_kept() -> None:
    broken = alert_cards.card(alert(AlertKind.NOT_CLOSED), ["<@UDANA>", "<@UAMIR>"])
    kept = alert_cards.card(alert(AlertKind.NOT_CLOSED, outcome="It is closed now."), ["<@UDANA>", "<@UAMIR>"])

    assert "<@UDANA> <@UAMIR>" in broken.text
    assert "<@UDANA>" not in " ".join([kept.text, *texts(kept.blocks)])
    assert "It is closed now. (<@UAMIR>)" in " ".join(texts(kept.blocks))


def test_a_change_from_outside_is_shown_as_was_and_is() -> None:
    drift = alert(AlertKind.DRIFT).model_copy(
        update={"data": {"differences": [{"what": "Monday", "was": "9:00 AM – 5:00 PM", "is": "closed"}]}}
    )

    shown = " ".join(texts(alert_cards.card(drift).blocks))

    assert "• *Monday:* was 9:00 AM – 5:00 PM, is *closed*" in shown


@pytest.mark.parametrize("kind", [AlertKind.NOT_CLOSED, AlertKind.NOT_OPEN])
def test_a_promise_that_was_broken_from_outside_can_be_given_up_or_restored_there(kind: AlertKind) -> None:
    changed = [{"what": "Fri 20 Nov 2026", "was": "closed", "is": "8:00 AM – 6:00 PM"}]
    broken = alert(kind).model_copy(update={"data": {"differences": changed}})

    card = alert_cards.card(broken)

    assert set(buttons(card.blocks)) == BUTTONS[kind] | {alert_cards.ADOPT, alert_cards.RESTORE}
    assert "• *Fri 20 Nov 2026:* was closed, is *8:00 AM – 6:00 PM*" in " ".join(texts(card.blocks))


def test_the_name_of_a_line_calls_nobody_where_only_text_is_shown() -> None:
    named = alert(AlertKind.NOT_OPEN).model_copy(update={"name": "<!channel> *x*"})

    assert "<!channel>" not in alert_cards.card(named).text


def test_a_freeze_says_who_stopped_everything() -> None:
    assert "Noticed by <@UAMIR>" not in " ".join(texts(alert_cards.card(alert(AlertKind.FROZEN)).blocks))
    assert "Stopped by <@UAMIR>" in " ".join(texts(alert_cards.card(alert(AlertKind.FROZEN)).blocks))
