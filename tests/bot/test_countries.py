"""Countries: whose numbers a line that was made here may lead to."""

from collections.abc import AsyncIterator

import pytest

from adapters import ActionOption
from bot.answers import Proposal
from bot.countries import country_name, country_of
from bot.errors import SayError
from bot.lines import Lines, LineSetting
from bot.policy import Policy
from bot.store import StoreThread
from tests.bot.new_lines import DANA, GOOD, Away, Office, assembled, opened
from tests.fakes import Clock, FakePhones


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with opened() as each:
        yield each


@pytest.mark.parametrize(
    ("zone", "country"),
    [("America/New_York", "US"), ("America/Toronto", "CA"), ("Europe/Berlin", "DE"), ("UTC", ""), ("nowhere", "")],
)
def test_a_zone_is_in_a_country_or_in_none(zone: str, country: str) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("code", "name"),
    [("US", "the United States"), ("NL", "the Netherlands"), ("DE", "Germany"), ("XX", "XX")],
)
def test_a_country_is_called_as_people_call_it(code: str, name: str) -> None:
    assert country_name(code) == name


async def test_a_key_of_a_line_made_here_may_lead_to_a_number_of_its_country(office: Office) -> None:
    await office.made()

    proposal = await office.desk.hear(DANA, "press 3 goes to +1 919 832 1234 on returns")

    assert isinstance(proposal, Proposal)
    assert proposal.plan.parts[0].line.country == "US"


async def test_a_number_in_another_country_says_who_can_allow_it(office: Office) -> None:
    await office.made()

    with pytest.raises(SayError) as caught:
        await office.desk.hear(DANA, "press 3 goes to +49 30 901820 on returns")

    assert str(caught.value) == (
        "Calls may not be sent to +49 30 901820: not to numbers in Germany, only in the United States. Ask whoever"
        " looks after Switchhook to allow that country."
    )


def test_where_no_country_is_known_no_list_of_them_is_told() -> None:
    problem = Policy(approve=("UAMIR",)).number_problem("+1 919 832 1234", "")

    assert problem == (
        "Calls may not be sent to +1 919 832 1234: not to numbers in the United States. Ask whoever looks after"
        " Switchhook to allow that country."
    )


@pytest.mark.parametrize(
    ("settings", "zone", "country"),
    [
        pytest.param("US", "new york", "US", id="as the other lines"),
        pytest.param("US", "Europe/Berlin", "US", id="a zone in a country that nobody has named"),
        pytest.param("US CA", "America/Toronto", "CA", id="the zone tells which of several"),
        pytest.param("US CA", "Europe/Berlin", "", id="none of several"),
        pytest.param("", "Europe/Berlin", "DE", id="the zone where nothing else is known"),
    ],
)
async def test_a_new_line_is_in_a_country_that_is_known(settings: str, zone: str, country: str) -> None:
    clock, phones = Clock(), FakePhones("Support", "Sales")
    store = StoreThread(None, clock)
    lines = [
        LineSetting(name=f"Line {number}", vendor="fake", id=str(number), country=each)
        for number, each in enumerate(settings.split(), start=1)
    ]
    office = assembled(clock, phones, Away(), Lines(lines, {"fake": phones}, store, clock), store)

    proposal = await office.filled({**GOOD, "number": "+1 919 832 1234", "zone": zone})

    assert isinstance(proposal, Proposal), proposal
    assert proposal.plan.parts[0].line.country == country
    store.close()


async def test_where_keys_lead_to_no_number_the_lines_whose_keys_do_are_named() -> None:
    async with opened() as office:
        await office.made()
        office.phones.unlike = {"menu_actions": (ActionOption(name="voicemail", label="Voicemail"),)}
        await office.desk.lines.refresh("Support")

        with pytest.raises(SayError, match=r"The menu of Support cannot lead to a phone number\.") as caught:
            await office.desk.hear(DANA, "press 3 goes to +1 919 832 1234 on support")

    assert caught.value.hint == "Sales and Returns can do that."
