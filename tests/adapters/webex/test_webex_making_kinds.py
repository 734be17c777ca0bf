"""What can be made at Webex, and what can be said of it."""

import httpx
import pytest

from adapters import DeniedError, LineKind, NewLine, PhoneSystemError, RefusedError, Webex
from tests.adapters.webex.fake_webex import DENVER, RALEIGH, FakeWebex
from tests.adapters.webex.new_lines import EVERYTHING, HOME, RETURNS, WAREHOUSE, offered, people, webex, with_values

__all__ = ["people", "webex"]


class TestKinds:
    """What can be made, and what can be said of it."""

    async def test_both_kinds_can_be_made_in_every_location(self, webex: Webex) -> None:
        assert [each.label for each in await webex.kinds()] == [
            "auto attendant in Raleigh",
            "call queue in Raleigh",
            "auto attendant in Denver",
            "call queue in Denver",
        ]

    async def test_a_choice_is_made_among_what_is_there(self, webex: Webex) -> None:
        attendant, queue = (await webex.kinds())[:2]

        assert _choices(attendant, "business_schedule") == ["Business Hours"]
        assert _choices(attendant, "holiday_schedule") == ["Holidays"]
        assert _choices(queue, "agents") == ["ann", "ben", "cleo"]
        assert dict(queue.field("agents").choices)["ann"] == "Ann Abel"  # type: ignore[union-attr]  # it is there
        assert attendant.field("zone").suggestion == "America/New_York"  # type: ignore[union-attr]

    @pytest.mark.parametrize("kind", ["auto attendant", "call queue"])
    async def test_these_are_all_the_fields(self, webex: Webex, kind: str) -> None:
        fields = (await offered(webex, f"{kind} in Raleigh")).fields

        assert {each.name for each in fields} == EVERYTHING[kind].keys()

    @pytest.mark.parametrize("kind", ["auto attendant", "call queue"])
    async def test_what_is_suggested_needs_a_name_and_a_number_only(self, webex: Webex, kind: str) -> None:
        offer = await offered(webex, f"{kind} in Raleigh")
        suggested = {each.name: each.suggestion for each in offer.fields if each.suggestion is not None}

        made = await webex.create(
            NewLine(system="webex", kind=offer.name, name="New", values={**suggested, "extension": "300"})
        )

        assert (made.unshown, made.differing) == ((), ())

    async def test_how_a_line_is_reached_is_asked_at_once_and_each_kind_says_what_is_left(self, webex: Webex) -> None:
        for kind in await webex.kinds():
            assert [each.name for each in kind.fields if each.prominent] == ["phone_number", "extension"]
            assert "once it is made" in kind.note

    async def test_without_business_hours_there_is_no_auto_attendant(self, webex: Webex, vendor: FakeWebex) -> None:
        del vendor.schedules["s1"]

        assert {each.label for each in await webex.kinds()} == {"call queue in Raleigh", "call queue in Denver"}
        with pytest.raises(RefusedError, match="cannot be made at Webex any more"):
            await webex.create(WAREHOUSE)

    async def test_where_there_is_nothing_to_choose_from_nobody_is_asked(self, webex: Webex, vendor: FakeWebex) -> None:
        del vendor.schedules["s2"]
        vendor.lists.clear()

        attendant, queue = (await webex.kinds())[:2]

        assert (attendant.field("holiday_schedule"), queue.field("agents")) == (None, None)
        assert queue.note.endswith("Nobody answers it yet: no agents were chosen.")
        assert "Nobody" not in attendant.note

    async def test_of_a_queue_it_is_said_that_nobody_answers_it_only_as_long_as_that_is_so(self, webex: Webex) -> None:
        queue = await offered(webex, "call queue in Raleigh")

        assert queue.left_out(RETURNS.values) == ("Nobody answers it yet: no agents were chosen.",)
        assert queue.left_out(EVERYTHING["call queue"]) == ()
        assert "Nobody" not in queue.note

    async def test_only_numbers_that_calls_are_sent_to_are_of_high_risk(self, webex: Webex) -> None:
        phones = {each.name: each.risk for kind in await webex.kinds() for each in kind.fields if each.type == "phone"}

        assert phones == {
            "phone_number": "low",
            "alternate_number": "low",
            "key_0_open_number": "high",
            "key_0_closed_number": "high",
            "overflow_number": "high",
        }

    async def test_an_extension_that_is_in_use_in_the_location_is_refused_at_its_field(
        self, webex: Webex, vendor: FakeWebex
    ) -> None:
        numbers = [
            {"extension": "300", "location": {"id": RALEIGH}, "owner": {"id": "ann", "type": "PEOPLE"}},
            {"phoneNumber": "+13035550301", "extension": "301", "location": {"id": DENVER}},
        ]
        vendor.plan("GET /telephony/config/numbers", httpx.Response(200, json={"phoneNumbers": numbers}))
        before = webex.creation_problems(WAREHOUSE)
        await webex.kinds()

        assert before == {}
        assert webex.creation_problems(WAREHOUSE) == {
            "extension": "Extension 300 is in use in Raleigh: choose another."
        }
        assert webex.creation_problems(with_values(WAREHOUSE, extension="301")) == {}

    async def test_a_token_that_may_not_see_the_numbers_leaves_extensions_to_webex(
        self, webex: Webex, vendor: FakeWebex
    ) -> None:
        vendor.plan("GET /telephony/config/numbers", httpx.Response(403, json={"message": "Not for you."}))

        assert len(await webex.kinds()) == 4
        assert webex.creation_problems(WAREHOUSE) == {}

    async def test_a_location_that_is_not_for_calls_is_passed_over(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan(f"GET {HOME}/schedules", httpx.Response(403, json={"message": "Not for you."}))

        assert {each.label for each in await webex.kinds()} == {"auto attendant in Denver", "call queue in Denver"}

    async def test_where_no_location_is_for_calls_it_is_said(self, webex: Webex, vendor: FakeWebex) -> None:
        for home in (RALEIGH, DENVER):
            answer = httpx.Response(403, json={"message": "Not for you."})
            vendor.plan(f"GET /telephony/config/locations/{home}/schedules", answer)

        with pytest.raises(DeniedError, match="Not for you"):
            await webex.kinds()

    async def test_a_token_that_may_not_know_the_locations_is_told_so(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan("GET /locations", httpx.Response(403, json={"message": "Not for you."}))

        with pytest.raises(PhoneSystemError, match="give the token the scope spark-admin:locations_read"):
            await webex.kinds()


def _choices(kind: LineKind, name: str) -> list[str]:
    return [value for field in kind.fields if field.name == name for value, _ in field.choices]
