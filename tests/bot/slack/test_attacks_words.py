"""Hostile words in every field: in Slack they are shown as they were written, and do nothing; nor in a spreadsheet."""

import csv
import io
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from adapters import ActionOption, Destination, MissingError, Option, RefusedError
from bot import export
from bot.alerts import AlertKind
from bot.kinds import RecordKind
from bot.language import Ask, Verb
from bot.slack import alert_cards, cards
from bot.slack.text import heard
from bot.store import Store
from tests.bot.slack.attacks import (
    LEADS,
    RULES,
    asked,
    last_form,
    look_at_what_was_sent,
    rushed,
    settled,
    stage,
)
from tests.bot.slack.blocks_check import assert_message, assert_view, markup, texts
from tests.bot.slack.fake_slack import APPROVALS
from tests.bot.slack.scene import CLOSE, CLOSE_NOW, Scene

HOSTILE = {
    "a call to everybody": "<!channel> <!here> <!everyone>",
    "a mention": "<@UAMIR> <!subteam^SLEADS|leads> <#CAPPROVALS>",
    "a link": "<https://evil.example|Approve here> https://evil.example",
    "a false line": "ok\n\n:white_check_mark: *Verified*. Approved by <@UAMIR>.\r\n*Support*\u2028x\u2029y\x0bz\x85",
    "markup": "*bold* _it_ ~no~ `code` ```\nblock\n``` > quoted",
    "entities": "&lt;!channel&gt; &amp;lt;!here&amp;gt; &#60;!everyone&#62;",
    "hidden signs": "\u202eevorppA\u202c \u200b\u2066x\u2069 \ufeffy\x00\x1b[31m \U000e0041",
    "a half token": "<!channel <@UAMIR <https://evil.example|",
    "a date": "<!date^0^{date}^https://evil.example|soon>",
    "programs": "{{7*7}} {0.__class__} %s %(x)s ${HOME} $(id) '; DROP TABLE requests; --",
    "a formula": '=HYPERLINK("https://evil.example","x")',
    "ten thousand characters": "<" * 5000 + "&" * 5000,
}

Field = Callable[[Scene, str], Awaitable[object]]


async def reason(office: Scene, text: str) -> None:
    await asked(office, reason=text)
    await office.click("UDANA", office.slack.messages["DUDANA"][0], cards.NUDGE)


async def rejection(office: Scene, text: str) -> None:
    await office.click("UAMIR", await asked(office), cards.REJECT)
    await office.submit("UAMIR", last_form(office), text)


async def emergency(office: Scene, text: str) -> None:
    await office.submit("UDANA", await office.form(text=CLOSE_NOW), f"Fire! {text}")


async def typed_words(office: Scene, text: str) -> None:
    """In a command, and in a message; some of them make a request."""
    office.desk.asks = {**office.desk.asks, heard(text): office.desk.asks[CLOSE]}
    await asked(office, text=text)
    office.slack.answers.clear()
    await office.event(
        {"type": "message", "channel_type": "im", "user": "UDANA", "text": text, "ts": "1.1", "channel": "DUDANA"}
    )


async def question_back(office: Scene, text: str) -> None:
    """A question that repeats what was typed."""
    office.desk.asks = {**office.desk.asks, CLOSE: Ask(verb=Verb.CLOSE, question=f"Which day is “{text}”?")}
    await office.command("UDANA", CLOSE)


async def freeze(office: Scene, text: str) -> None:
    office.desk.asks = {**office.desk.asks, "freeze": Ask(verb=Verb.FREEZE, reason=text), "thaw": Ask(verb=Verb.THAW)}
    await office.click("UAMIR", await asked(office), cards.APPROVE)
    await office.command("UNOOR", "freeze")
    await settled(office)
    await office.command("UNOOR", "status")
    await office.command("UNOOR", "thaw")


async def name_of_a_person(office: Scene, text: str) -> None:
    """Names stand in what is told of rights, of freezes and of what was adopted."""
    for user in ("UAMIR", "UDANA", "UNOOR"):
        office.slack.people[user] = {"profile": {"display_name": text}, "real_name": text}
    card = await rushed(office)
    await office.click("UAMIR", card, cards.RATIFY)
    await office.click("UNOOR", card, cards.REVERT)
    await drift(office, "roundrobin")
    await office.click("UAMIR", office.slack.top_level(APPROVALS)[-1], alert_cards.ADOPT)


async def name_of_an_approver_who_leaves(office: Scene, text: str) -> None:
    await office.click("UAMIR", await asked(office), cards.APPROVE)
    office.slack.people["UAMIR"] = {"deleted": True, "profile": {"display_name": text}}


async def refusal_of_the_vendor(office: Scene, text: str) -> None:
    office.phones.refusal = RefusedError(text)
    await office.click("UAMIR", await asked(office), cards.APPROVE)


async def silence_of_the_vendor(office: Scene, text: str) -> None:
    office.phones.failures = [MissingError(text)] * 4
    await office.command("UDANA", CLOSE)
    await office.command("UDANA", "status")


async def remarks_of_the_vendor(office: Scene, text: str) -> None:
    office.phones.remarks = (text,)
    office.phones.key_remarks = (text,)
    office.phones.unlike = {
        "options": (
            Option(name="ring_seconds", label=text, type="number", minimum=10, maximum=45, unit=text, help=text),
        )
    }
    understood = Ask(verb=Verb.OPTION, lines=("Support",), option="ring_seconds", value=20)
    office.desk.asks = {**office.desk.asks, "ring": understood}
    await asked(office, text="ring")
    await office.command("UDANA", "status")


async def name_of_a_target(office: Scene, text: str) -> None:
    """The vendor's own names of departments, and of what a key can do."""

    async def destinations(_line: object) -> list[Destination]:
        return [Destination(kind="department", id="7", name=text)]

    office.phones.destinations = destinations  # type: ignore[method-assign,assignment]  # a vendor with such names
    office.phones.unlike = {
        "menu_actions": (ActionOption(name="department", label=text, targets=("department",), needs_target=True),)
    }
    key = Ask(verb=Verb.MENU, lines=("Support",), key="4", action="department", target=" ".join(text.split()))
    office.desk.asks = {**office.desk.asks, "key": key}
    await office.submit("UDANA", await form_or_answer(office, "key"))


async def form_or_answer(office: Scene, words: str) -> dict[str, object]:
    await office.command("UDANA", words)
    return last_form(office)


async def drift(office: Scene, text: str) -> None:
    """What somebody has set elsewhere is shown as it is now."""
    await office.desk.status(["Support"])
    await office.keeper().work()
    setup = office.phones.setups["1"]
    office.phones.setups["1"] = setup.model_copy(update={"routing": text})
    await office.desk.status(["Support"])
    await office.reconciler().reconcile()


async def alert(office: Scene, text: str) -> None:
    """Also with a line of that name, and closed with those words."""
    for kind in AlertKind:
        raised = await office.store(partial(Store.raise_alert, kind=kind, text=text, line="fake:9", name=text[:80]))
        await office.reconciler().reconcile()
        await office.store(partial(Store.close_alert, number=raised.number, outcome=text))


async def note_of_the_keeper(office: Scene, text: str) -> None:
    """Whatever a record says stands in the thread, in the history and in the message to whoever asked."""
    await asked(office)
    told = {"note": text, "attempt": text, "why": text, "names": ["UAMIR"], "steps": [text], "people": ["UNOOR"]}
    for kind in RecordKind:
        await office.store(partial(Store.note, number=1, kind=kind, line=text[:80], data=told))
    await office.reconciler().reconcile()
    await office.command("UDANA", "history")


FIELDS: dict[str, Field] = {
    "the reason": reason,
    "the reason of a rejection": rejection,
    "the reason of an emergency": emergency,
    "what is typed": typed_words,
    "a question back": question_back,
    "the reason of a freeze": freeze,
    "the names of people": name_of_a_person,
    "the name of an approver who leaves": name_of_an_approver_who_leaves,
    "a refusal of the vendor": refusal_of_the_vendor,
    "what the vendor says instead of an answer": silence_of_the_vendor,
    "remarks and labels of the vendor": remarks_of_the_vendor,
    "the names of the vendor's targets": name_of_a_target,
    "what was changed elsewhere": drift,
    "alerts": alert,
    "what records tell": note_of_the_keeper,
}
MARK = "Kumquat"
TOGETHER = " ".join([MARK, *HOSTILE.values()])


@pytest.mark.parametrize("field", FIELDS)
async def test_hostile_words_do_nothing_in_slack(field: str) -> None:
    policy = (LEADS if "leaves" in field else RULES).model_copy(update={"emergency": ("UDANA",)})
    async with stage(policy) as office:
        await FIELDS[field](office, TOGETHER)
        await settled(office)
        await at_home(office)
        look_at(office)


async def test_a_line_may_be_called_anything() -> None:
    name = TOGETHER[:300]
    async with stage(RULES, name) as office:
        close = office.desk.asks[CLOSE].model_copy(update={"lines": (name,)})
        office.desk.asks = {**office.desk.asks, CLOSE: close}
        await office.click("UAMIR", await asked(office), cards.APPROVE)
        await office.command("UDANA", "status")
        await settled(office)
        await office.command("UDANA", "history")
        await office.command("UDANA", "help")
        await at_home(office)
        look_at(office)


async def at_home(office: Scene) -> None:
    """Amir looks at his Home."""
    await office.event({"type": "app_home_opened", "user": "UAMIR", "tab": "home", "channel": "DUAMIR"})


def look_at(office: Scene) -> None:
    """Everything that was ever sent is as Slack wants it, and without a link, mention or line but ours."""
    look_at_what_was_sent(office)
    assert any(
        MARK in text for text in texts([arguments for _, arguments in office.slack.calls] + office.slack.answers)
    )
    for method, sent in office.slack.calls:
        if method in {"chat.postMessage", "chat.update"}:
            assert_message(sent["blocks"])
        if method.startswith("views."):
            assert_view({key: each for key, each in sent["view"].items() if key != "id"})
    for answer in office.slack.answers:
        assert_message(answer["blocks"])
    sent_texts = [arguments for _, arguments in office.slack.calls] + office.slack.answers
    for text in texts(sent_texts):
        assert not set(text) & set("\u202e\u2066\ufeff\x00\x1b\u2028\x85\U000e0041")
    for found in markup(sent_texts):
        assert found["verbatim"] is True
        assert "\n:white_check_mark: *Verified*" not in found["text"]
        assert "*bold*" not in found["text"]
        assert "`code`" not in found["text"]


async def test_hostile_words_come_out_of_the_records_as_they_were_written_and_are_no_formula() -> None:
    async with stage() as office:
        await asked(office, reason=TOGETHER)
        for text in HOSTILE.values():
            await office.store(
                partial(Store.note, number=1, kind=RecordKind.BY_HAND, line=text[:80], data={"note": text})
            )
        records = await office.store(lambda store: store.records())
        people = await office.store(lambda store: store.askers())
        broken = await office.store(lambda store: store.broken_links())

    rows = list(csv.DictReader(io.StringIO(export.as_csv(records, people), newline="")))

    assert broken == []
    assert records[0].data["reason"] == TOGETHER
    assert [row["note"].removeprefix("'") for row in rows[1:]] == list(HOSTILE.values())
    for row in rows:
        assert not any(each.lstrip().startswith(("=", "+", "-", "@")) for each in row.values())
