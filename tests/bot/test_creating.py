"""A new line, from the words to the request."""

import datetime as dt
import re
from collections.abc import AsyncIterator

import pytest

from bot.answers import Blank, Mistakes, Preparing, Proposal
from bot.errors import NotAllowedError, TooLateError
from bot.lines import Lines, LineSetting
from bot.reports import Statuses
from bot.requests import Request, State
from bot.store import StoreThread
from tests.bot.new_lines import (
    AMIR,
    DANA,
    ELSEWHERE,
    GOOD,
    LEE,
    NUMBER,
    QUEUE,
    Away,
    Office,
    assembled,
    opened,
    restarted,
)
from tests.fakes import KIND, NEW_YORK, Clock, FakePhones

CHOICES = (("busy", "Busy tone"), ("transfer", "Transfer the calls"))


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened() as each:
        yield each


async def test_who_may_not_ask_gets_no_form(office: Office) -> None:
    with pytest.raises(NotAllowedError):
        await office.desk.hear(LEE, "new line")


async def test_a_form_becomes_a_plan_that_shows_every_value(office: Office) -> None:
    proposal = await office.filled()

    assert isinstance(proposal, Proposal)
    (part,) = proposal.plan.parts
    assert part.summary == "Create the fake line “Returns” in Raleigh at Fake."
    assert [(each.what, each.will) for each in part.differences] == [
        ("Greeting", "Hello there"),
        ("Phone number", NUMBER),
        ("Time zone", NEW_YORK),
        ("Recording", "off"),
        ("Hold music", "Jazz"),
    ]
    assert part.risk == "high"
    assert NUMBER in part.warnings[0]


async def test_a_plan_without_numbers_and_risky_settings_is_of_low_risk(office: Office) -> None:
    blank = await office.blank("create a call queue")
    proposal = await office.desk.fill(DANA, blank.draft, blank.chosen, "Returns", {"size": "7"})

    assert isinstance(proposal, Proposal)
    assert proposal.plan.risk == "low"


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("greeting", "", "Greeting is needed."),
        ("greeting", "x" * 101, "101 characters long; it can have from 1 up to 100"),
        ("greeting", "a\u202eb", "cannot be shown"),
        ("number", "12", "not a phone number|not a number that anyone can have"),
        ("number", "+1 900 555 1234", "premium-rate|not a number"),
        ("number", "+44 20 7946 0958", "not to numbers in Britain .UK., only in the United States. Ask whoever"),
        ("zone", "Springfield", "is no time zone"),
        ("zone", "America/New_Yrok", "Did you mean America/New_York?"),
        ("recording", "perhaps", "either on or off"),
        ("music", "9", "no such choice"),
        ("music", "jazz", "no such choice"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field(office: Office, field: str, typed: str, problem: str) -> None:
    mistakes = await office.filled({**GOOD, field: typed})

    assert isinstance(mistakes, Mistakes)
    assert list(mistakes.problems) == [field]
    assert re.search(problem, mistakes.problems[field])


async def test_everything_that_is_wrong_is_told_at_once(office: Office) -> None:
    mistakes = await office.filled({"number": "x"}, name="Support")

    assert isinstance(mistakes, Mistakes)
    assert list(mistakes.problems) == ["greeting", "number", "zone", "name"]


@pytest.mark.parametrize("typed", ["(919) 832-1234", "919.832.1234", "+1 919 832 1234"])
async def test_numbers_are_taken_as_they_are_written_in_the_country(office: Office, typed: str) -> None:
    proposal = await office.filled({**GOOD, "number": typed})

    assert isinstance(proposal, Proposal)
    assert proposal.plan.parts[0].creates
    assert proposal.plan.parts[0].creates.values["number"] == NUMBER


async def test_where_no_country_is_known_a_number_needs_its_country_code() -> None:
    clock, phones = Clock(), FakePhones("Support")
    store = StoreThread(None, clock)
    setting = LineSetting(name="Support", vendor="fake", id="1")
    office = assembled(clock, phones, Away(), Lines([setting], {"fake": phones}, store, clock), store)

    assert isinstance(await office.filled({**GOOD, "number": "919 832 1234"}), Mistakes)
    assert isinstance(await office.filled({**GOOD, "number": "+44 20 7946 0958"}), Proposal)
    store.close()


@pytest.mark.parametrize("second", ["CA", ""], ids=["another country", "not known"])
async def test_where_lines_are_in_several_countries_a_number_is_of_one_of_them(second: str) -> None:
    clock, phones = Clock(), FakePhones("Support", "Sales")
    store = StoreThread(None, clock)
    settings = [
        LineSetting(name=name, vendor="fake", id=str(number), country=country)
        for number, (name, country) in enumerate([("Support", "US"), ("Sales", second)], start=1)
    ]
    office = assembled(clock, phones, Away(), Lines(settings, {"fake": phones}, store, clock), store)

    refused = await office.filled({**GOOD, "number": "+44 20 7946 0958"})

    assert isinstance(refused, Mistakes)
    assert "not to numbers in Britain (UK), only in" in refused.problems["number"]
    assert isinstance(await office.filled(GOOD), Proposal)
    store.close()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "A name is needed."),
        ("x" * 41, "there is room for 40"),
        ("Re\u202eturns", "cannot be shown"),
        ("support", "There is a line “support” already"),
        ("HELP DESK", "as another name of Support"),
        ("all", "means something else"),
        ("Monday", "means something else"),
    ],
)
async def test_a_name_that_cannot_be_is_refused_with_the_reason(office: Office, name: str, problem: str) -> None:
    mistakes = await office.filled(name=name)

    assert isinstance(mistakes, Mistakes)
    assert problem in mistakes.problems["name"]


async def test_a_name_that_somebody_has_asked_for_is_not_asked_for_twice(office: Office) -> None:
    request = await office.asked()

    mistakes = await office.filled(name="returns")

    assert isinstance(mistakes, Mistakes)
    assert mistakes.problems["name"] == f"Request {request.id} asks for a line “Returns” already."


async def test_what_the_vendor_would_not_take_is_said_before_anyone_is_asked(office: Office) -> None:
    office.phones.unwanted = {"number": "The number belongs to another line."}

    mistakes = await office.filled()

    assert mistakes == Mistakes(problems=office.phones.unwanted)


async def test_what_the_vendor_would_not_take_is_told_with_everything_else(office: Office) -> None:
    office.phones.unwanted = {
        "greeting": "Too short for us.",
        "music": "There is no such music.",
        "number": "A number is missing.",
        "zone": "The zone is missing.",
    }

    mistakes = await office.filled({**GOOD, "number": "12", "zone": ""}, name="")

    assert isinstance(mistakes, Mistakes)
    assert mistakes.problems.keys() == {"greeting", "music", "number", "zone", "name"}
    assert mistakes.problems["greeting"] == "Too short for us."
    assert "missing" not in str(mistakes.problems)


async def test_what_the_vendor_misses_is_not_told_while_it_may_be_what_was_typed_wrong(office: Office) -> None:
    office.phones.unwanted = {"music": "Choose some music, or a greeting."}
    values = {name: typed for name, typed in GOOD.items() if name != "music"}

    wrong = await office.filled({**values, "greeting": "x" * 101})
    nameless = await office.filled(values, name="")

    assert isinstance(wrong, Mistakes)
    assert isinstance(nameless, Mistakes)
    assert list(wrong.problems) == ["greeting"]
    assert nameless.problems.keys() == {"music", "name"}


async def test_the_lines_own_number_is_a_plain_fact(office: Office) -> None:
    own = tuple(each.model_copy(update={"risk": "low"}) if each.type == "phone" else each for each in KIND.fields)
    office.phones.offered = (KIND.model_copy(update={"fields": own}), ELSEWHERE)

    proposal = await office.filled()

    assert isinstance(proposal, Proposal)
    (part,) = proposal.plan.parts
    assert (part.risk, part.risks) == ("low", ())
    assert ("Phone number", NUMBER) in [(each.what, each.will) for each in part.differences]
    assert NUMBER not in " ".join(part.warnings)
    assert isinstance(await office.filled({**GOOD, "number": "+44 20 7946 0958"}), Mistakes)


async def test_a_vendor_that_is_not_configured_any_more_makes_nothing(office: Office) -> None:
    blank = await office.blank("create a call queue")
    after = restarted(office)
    after.desk.lines.systems.pop("other")  # type: ignore[attr-defined]  # settings are another after a restart

    with pytest.raises(TooLateError, match="Other is not configured any more"):
        await after.desk.fill(DANA, blank.draft, blank.chosen, "Returns", {"size": "7"})


async def test_a_risky_setting_is_named(office: Office) -> None:
    proposal = await office.filled({**GOOD, "recording": "on"})

    assert isinstance(proposal, Proposal)
    assert proposal.plan.parts[0].risks == (f"Phone number is {NUMBER}", "Recording is on")


async def test_what_most_people_choose_is_no_risk(office: Office) -> None:
    (field,) = QUEUE.fields
    full = field.model_copy(
        update={"name": "full", "type": "choice", "risk": "high", "suggestion": "busy", "choices": CHOICES}
    )
    office.other.offered = (QUEUE.model_copy(update={"fields": (full,)}),)
    blank = await office.blank("create a call queue")

    usual = await office.desk.fill(DANA, blank.draft, blank.chosen, "Returns", {"full": "0"})
    other = await office.desk.fill(DANA, blank.draft, blank.chosen, "Returns", {"full": "1"})

    assert isinstance(usual, Proposal)
    assert isinstance(other, Proposal)
    assert (usual.plan.risk, other.plan.risk) == ("low", "high")


async def test_a_form_of_another_kind_is_not_taken(office: Office) -> None:
    blank = await office.blank()
    raleigh, durham, _ = (each.key for each in blank.choices)
    await office.desk.choose_kind(DANA, blank.draft, raleigh)
    await office.desk.choose_kind(DANA, blank.draft, durham)

    with pytest.raises(TooLateError, match="no longer the newest"):
        await office.desk.fill(DANA, blank.draft, raleigh, "Returns", GOOD)


async def test_a_form_whose_choices_are_others_by_now_is_not_taken(office: Office) -> None:
    old = await office.blank("create a line in Raleigh called Returns")
    old = await office.desk.choose_kind(DANA, old.draft, old.choices[0].key)
    others = (("pop", "Pop"), ("jazz", "Jazz"), ("none", "Silence"))
    fields = [*KIND.fields[:-1], KIND.fields[-1].model_copy(update={"choices": others})]
    office.phones.offered = (KIND.model_copy(update={"fields": tuple(fields)}), ELSEWHERE)

    newest = await office.desk.prepare(DANA, old.draft)

    assert isinstance(newest, Blank)
    assert newest.name == old.name
    with pytest.raises(TooLateError, match="no longer the newest"):
        await office.desk.fill(DANA, old.draft, old.chosen, "Returns", GOOD)
    proposal = await office.desk.fill(DANA, old.draft, newest.chosen, "Returns", GOOD)
    assert isinstance(proposal, Proposal)
    assert proposal.plan.parts[0].creates
    assert proposal.plan.parts[0].creates.values["music"] == "pop"


async def test_a_kind_can_still_be_chosen_in_a_form_whose_choices_are_others_by_now(office: Office) -> None:
    old = await office.blank()
    fields = KIND.fields[:-1]
    office.phones.offered = (KIND.model_copy(update={"fields": fields}), ELSEWHERE)
    await office.blank()

    blank = await office.desk.choose_kind(DANA, old.draft, old.choices[0].key)

    assert blank.kind
    assert blank.kind.fields == fields


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("create a new line called Support", "There is a line “Support” already. Choose another name."),
        ("create a call queue called help desk", "as another name of Support"),
        (f"create a call queue called {'x' * 31}", "there is room for 30"),
    ],
)
async def test_a_name_that_cannot_be_is_said_in_the_form_at_once(office: Office, words: str, problem: str) -> None:
    blank = await office.blank(words)

    assert problem in blank.remarks[-1]
    assert blank.name.casefold() in words.casefold()


async def test_what_was_filled_in_under_a_name_is_no_mistake_when_the_form_is_opened_again(office: Office) -> None:
    proposal = await office.filled()
    assert isinstance(proposal, Proposal)
    await office.desk.send(DANA, proposal.draft, proposal.plan.digest, "")

    blank = await office.desk.prepare(DANA, proposal.draft)

    assert isinstance(blank, Blank)
    assert blank.remarks == ()


async def test_a_form_survives_a_restart(office: Office) -> None:
    blank = await office.blank()
    raleigh, durham, _ = (each.key for each in blank.choices)
    await office.desk.choose_kind(DANA, blank.draft, raleigh)

    after = restarted(office)

    assert isinstance(await after.desk.fill(DANA, blank.draft, raleigh, "Returns", GOOD), Proposal)
    assert (await after.desk.choose_kind(DANA, blank.draft, durham)).kind == ELSEWHERE


async def test_a_kind_that_is_no_longer_offered_is_not_chosen(office: Office) -> None:
    blank = await office.blank()
    office.phones.offered = (KIND,)

    with pytest.raises(TooLateError, match="cannot be made any more"):
        await restarted(office).desk.choose_kind(DANA, blank.draft, blank.choices[1].key)


async def test_what_was_filled_in_stands_in_the_form_when_it_is_opened_again(office: Office) -> None:
    proposal = await office.filled()
    assert isinstance(proposal, Proposal)

    again = await office.desk.review(DANA, proposal.draft)
    assert isinstance(again, Preparing)
    blank = await office.desk.prepare(DANA, again.draft)

    assert isinstance(blank, Blank)
    assert (blank.name, blank.kind) == ("Returns", KIND)
    assert blank.values["number"] == NUMBER


async def test_nothing_is_sent_that_was_not_filled_in(office: Office) -> None:
    blank = await office.blank()

    with pytest.raises(TooLateError):
        await office.desk.send(DANA, blank.draft, "digest", "")


async def test_a_name_that_was_taken_meanwhile_is_not_sent(office: Office) -> None:
    first, second = await office.filled(), await office.filled()
    assert isinstance(first, Proposal)
    assert isinstance(second, Proposal)
    request = await office.desk.send(DANA, first.draft, first.plan.digest, "")
    assert isinstance(request, Request)
    await office.approved(request)

    with pytest.raises(TooLateError, match="By now there is a line “Returns”"):
        await office.desk.send(DANA, second.draft, second.plan.digest, "")


async def test_an_approved_line_can_be_spoken_of_at_once_and_after_a_restart(office: Office) -> None:
    request = await office.made()

    assert request.state is State.VERIFIED
    assert request.reason == "the sale"
    for each in (office, restarted(office)):
        await each.desk.lines.recall()
        answer = await each.desk.hear(DANA, "status returns")
        assert isinstance(answer, Statuses)
        assert (answer.lines[0].name, answer.lines[0].open) == ("Returns", True)
        proposal = await each.desk.hear(DANA, "close returns saturday")
        assert isinstance(proposal, Proposal)


async def test_a_request_for_a_new_line_is_withdrawn_rejected_and_expires_like_any_other(office: Office) -> None:
    first = await office.asked()
    assert (await office.desk.withdraw(DANA, first.id)).state is State.WITHDRAWN
    second = await office.asked()
    assert (await office.desk.reject(AMIR, second.id, "no need")).state is State.REJECTED
    third = await office.asked()
    office.clock.now += dt.timedelta(hours=73)
    await office.keeper.work()

    assert (await office.desk.request(third.id)).state is State.EXPIRED
    assert office.phones.made == {}
