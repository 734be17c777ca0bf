"""Attacks and races as rows of tables, and the one judge who looks at what became of each, from outside."""

import datetime as dt
import json
import logging
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from typing import Any, NamedTuple

import pytest

from bot.language import Ask
from bot.policy import Policy
from bot.requests import IN_FORCE, Record, Request, State
from bot.slack import blocks, cards, openers
from tests.bot.slack.blocks_check import buttons, texts
from tests.bot.slack.fake_slack import APPROVALS, Json
from tests.bot.slack.scene import CLOSE_NOW, SECRET, Scene, scene

RULES = Policy(approve=("UAMIR", "UNOOR"), emergency=("UDANA",))
TWO = RULES.model_copy(update={"quorum": 2})
LEADS = Policy(approve=("SLEADS",))
ROOM = Policy(approve=("CROOM",))

Attack = Callable[[Scene], Awaitable[object]]


class Case(NamedTuple):
    """What is tried, and everything that may come of it."""

    attack: Attack
    state: State | None = State.PENDING
    """Of the first request; None if there must be none."""
    decisions: Sequence[str] = ()
    """What was decided of it, by whom, in any order: `UAMIR approved`."""
    refused: Sequence[str] = ()
    """What was tried in vain, by whom, in any order: `UNOOR approve`."""
    told: Sequence[str] = ()
    """A part of every answer that somebody got, in any order."""
    writes: int = 0
    """How often the phone system was changed."""
    policy: Policy = RULES
    otherwise: "Sequence[Case]" = ()
    """What may come of it instead, where that depends on who was faster."""


async def judged(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    """Do what a row says, let the worker and the cards come to rest, and look at everything."""
    with caplog.at_level(logging.ERROR):
        async with stage(case.policy) as office:
            await case.attack(office)
            await settled(office)
            await look(office, case)
    assert caplog.records == []


@asynccontextmanager
async def stage(policy: Policy = RULES, *names: str) -> AsyncIterator[Scene]:
    """A workspace in which the policy's group and channel have two members."""
    async with scene(*(names or ("Support", "Sales")), policy=policy) as office:
        office.slack.groups["SLEADS"] = ["UAMIR", "UNOOR"]
        office.slack.channels["CROOM"] = {}
        office.slack.inside["CROOM"] = ["UAMIR", "UNOOR"]
        yield office


def understood(office: Scene, **asks: Ask) -> None:
    """Have further sentences understood; `_` stands for a space in them."""
    office.desk.asks = {**office.desk.asks, **{words.replace("_", " "): ask for words, ask in asks.items()}}


async def settled(office: Scene) -> None:
    """Everything that is due was done, and is shown."""
    await office.keeper().work()
    await office.reconciler().reconcile()


async def asked(office: Scene, user: str = "UDANA", reason: str = "", **form: str) -> Json:
    """A request that waits, and its card."""
    await office.submit(user, await office.form(user, **form), reason)
    await office.reconciler().reconcile()
    return card_of(office)


async def rushed(office: Scene) -> Json:
    """An emergency of Dana's, applied at once, and its card."""
    await office.submit("UDANA", await office.form(text=CLOSE_NOW), "The office is flooded.")
    await settled(office)
    return card_of(office)


def card_of(office: Scene, number: int = 1, channel: str = APPROVALS) -> Json:
    """The card of a request as it stands in a channel."""
    return next(each for each in office.slack.messages[channel] if _request_of(each) == number)


def as_it_is(card: Json) -> Json:
    """A copy of a card that stays as it is now."""
    return deepcopy(card)


def button(action: str, value: str) -> Json:
    """A message with nothing but one button, as nobody has ever posted it."""
    blank = blocks.button("Old", action)
    return {"channel": "CLINES", "ts": "9.9", "blocks": blocks.actions({**blank, "value": value})}


def last_form(office: Scene) -> Json:
    """The form that opened last."""
    return list(office.slack.views.values())[-1]


async def look(office: Scene, case: Case) -> None:
    """The phones, the store, the cards, what people saw, the records, and everything that was sent to Slack."""
    requests = await office.store(lambda store: store.requests_in(State))
    records = await office.store(lambda store: store.records())

    states, decisions = [each.state for each in requests[:1]], sorted(_decisions(records))
    refusals = sorted(_refusals(records))
    became = (states, decisions, refusals)
    fits = (
        each
        for each in case.otherwise
        if ([each.state] if each.state else [], sorted(each.decisions), sorted(each.refused)) == became
    )
    case = next(fits, case)
    assert states == ([case.state] if case.state else [])
    assert decisions == sorted(case.decisions)
    assert office.phones.applied() == case.writes
    assert bool(office.phones.setups["1"].overrides) == _is_in_force(requests)
    _look_at_writes(office, requests, records)
    for request in requests:
        await _look_at_cards(office, request)
    _look_at_answers(office, case.told)
    assert refusals == sorted(case.refused)
    assert await office.store(lambda store: store.broken_links()) == []
    look_at_what_was_sent(office)


def _is_in_force(requests: Sequence[Request]) -> bool:
    """Whether the line is closed by some request; those that undo one open it."""
    return any(
        part.state in IN_FORCE and part.plan.line.id == "1" and part.plan.undoes is None
        for request in requests
        for part in request.parts
    )


_DECIDING = frozenset({"approval", "approved", "rejected", "withdrawn", "ratified"})


def _decisions(records: Sequence[Record]) -> set[str]:
    """What was decided of the first request."""
    return {f"{_user(each)} {each.kind}" for each in records if each.request == 1 and each.kind in _DECIDING}


def _refusals(records: Sequence[Record]) -> list[str]:
    return [f"{_user(each)} {each.data['attempt']}" for each in records if each.kind == "refused"]


def _user(record: Record) -> str:
    return record.actor.partition(":")[2] or record.actor


def _look_at_writes(office: Scene, requests: Sequence[Request], records: Sequence[Record]) -> None:
    """Whatever was begun, enough others had agreed to as it stood then, or nobody had to."""
    askers = {each.id: each.person.user for each in requests}
    quorum = {each.id: office.desk.policy.ruling(each.plan).quorum for each in requests}
    agreed: defaultdict[int, set[str]] = defaultdict(set)
    free: set[int] = set()
    for record in records:
        number = record.request or 0
        if record.kind in {"approval", "approved"}:
            agreed[number].add(_user(record))
        elif record.kind in {"rushed", "waived"}:
            free.add(number)
        elif record.kind in {"replanned", "lost right"}:
            agreed[number].clear()
            free.discard(number)
        elif record.kind == "applying":
            others = agreed[number] - {askers[number]}
            assert number in free or len(others) >= quorum[number], record


_SAID = {State.PENDING: "Waiting for approval", State.APPROVED: "Approved", State.ACCEPTED: "Applied"}
_WORST = {
    State.FAILED: "failed",
    State.EXPIRED: "expired",
    State.REJECTED: "w(?:as|ere) rejected",
    State.WITHDRAWN: "w(?:as|ere) withdrawn",
    State.PENDING: "waits? for approval",
}
_STANDS = IN_FORCE | {State.APPROVED, State.APPLYING}


async def _look_at_cards(office: Scene, request: Request) -> None:
    """Every card of a request has the buttons that do something, the word of its state, and the right people."""
    places = await office.store(lambda store: store.cards(request.id))
    assert places
    for place in places:
        (card,) = [each for each in office.slack.messages[place.channel] if each["ts"] == place.ts]
        shown, pressable = " ".join(texts(card["blocks"])), set(buttons(card["blocks"])) - {cards.DETAILS}
        assert "verified" not in shown.lower() or any(part.state is State.VERIFIED for part in request.parts)
        assert re.search(_word_of(request), shown), (request.state, shown)
        if place.channel.startswith("D"):
            is_waiting = request.state is State.PENDING
            own = {cards.WITHDRAW, cards.NUDGE} if is_waiting else {cards.WITHDRAW} if request.waits else set()
            assert pressable == {cards.CARD_LINK} | own
            continue
        assert pressable == _buttons_of(request, office.clock())
        for each in request.approvals:
            assert f"<@{each.person.user}>" in shown
        said = re.findall(
            r"(?:Approved\*?|Ratified|Rejected\*|approvals:|approval of) ?(?:by)? ?((?:<@\w+>[, and]*)+)", shown
        )
        deciders = {user for found in said for user in re.findall(r"<@(\w+)>", found)}
        known = {each.person.user for each in request.approvals} | {
            person.user for person in (request.decided_by, request.ratified and request.ratified.person) if person
        }
        assert deciders <= known


def _word_of(request: Request) -> str:
    """What a card has to say of the state of a request, as a pattern; of several lines it counts the worst."""
    found = [part.state for part in request.parts]
    worst = next((each for each in _WORST if each in found), None)
    if worst and len(set(found)) > 1:
        return rf"\*{found.count(worst)} of {len(found)} lines {_WORST[worst]}\*"
    is_free = request.ratify_by is not None or (request.waived and not request.approvals)
    if request.state is State.APPROVED and is_free:
        return r"\*Under way\*"
    return rf"\*{_SAID.get(request.state, request.state.value.capitalize())}\b"


def _buttons_of(request: Request, now: dt.datetime) -> set[str]:
    """The buttons that do something on the card of a request."""
    states = {part.state for part in request.parts}
    found = set()
    if request.state is State.PENDING:
        found |= {cards.APPROVE, cards.REJECT}
    if request.waits and not request.waived and request.ratify_by is None:
        found.add(cards.REJECT)
    if request.ratify_by and not request.ratified and states & _STANDS:
        found |= {cards.RATIFY, cards.REVERT}
    if State.FAILED in states and not states & {State.APPROVED, State.APPLYING}:
        ends = [part.plan.ends for part in request.parts if part.state is State.FAILED]
        is_over = all(each is not None and each <= now for each in ends)
        retried = not request.is_unratified and State.REVERTED not in states and not is_over
        found |= {*({cards.RETRY} if retried else ()), *({cards.COMPENSATE} if states & IN_FORCE else ())}
    is_ahead = any(part.plan.starts and part.plan.undoes is None for part in request.parts)
    if request.state in {State.VERIFIED, State.ACCEPTED} and is_ahead and not request.can_be_ratified:
        found.add(f"{openers.SAY}_{blocks.mark(f'undo request {request.id}')}")
    return found


_UNKIND = re.compile(r"error|invalid|illegal|denied|exception|None|null|went wrong|\{|\}", re.IGNORECASE)


def _look_at_answers(office: Scene, told: Sequence[str]) -> None:
    """Everybody got the answers that are due, each alone and as a sentence that one can do something with."""
    assert all(each["response_type"] == "ephemeral" and not each["replace_original"] for each in office.slack.answers)
    said = [each["text"] for each in office.slack.answers]
    for response in office.responses:
        body = json.loads(response.body) if response.body else {}
        said += body.get("errors", {}).values()
        said += (
            texts(body["view"]["blocks"]) if body.get("view", {}).get("title", {}).get("text") == "Phone lines" else ()
        )
    for each in said:
        assert each.rstrip()[-1] in ".?!”`", each
        assert not _UNKIND.search(each), each
    left = list(said)
    for part in told:
        found = next((each for each in left if part in each), None)
        assert found is not None, (part, left)
        left.remove(found)
    assert left == []


_TOKEN = re.compile(r"<[^>]*>?")
_OURS = re.compile(
    r"<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>"
    r"|<!date\^\d+\^\{date_short_pretty\}, \{time\}\|[-0-9: ]+ UTC>"
    r"|<https://example\.slack\.com/\w+/[\d.]+\|Card of request \d+>"
)


def look_at_what_was_sent(office: Scene) -> None:
    """No secret and no inner thing of ours went to Slack, and no link or mention but those that we make."""
    sent = [*(arguments for _, arguments in office.slack.calls), *office.slack.answers, *office.slack.views.values()]
    whole = json.dumps(sent, ensure_ascii=False)
    for secret in (SECRET, "xoxb-", "Traceback", "sqlite"):
        assert secret not in whole
    for text in _marked_up(sent):
        for token in _TOKEN.findall(text):
            assert _OURS.fullmatch(token), (token, text)


def _marked_up(value: Any) -> Iterator[str]:
    """Every text in which Slack would look for markup: that of messages, and of mrkdwn."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn" or ("text" in value and "blocks" in value):
            yield str(value["text"])
        for inner in value.values():
            yield from _marked_up(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _marked_up(inner)


def _request_of(message: Json) -> int | None:
    metadata: Json = message.get("metadata") or {}
    is_card = metadata.get("event_type") == "switchhook_request"
    return int(metadata["event_payload"]["request"]) if is_card else None
