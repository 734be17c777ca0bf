"""What may go wrong while a line is made at Webex: there is never a second one."""

from typing import Any

import httpx
import pytest

from adapters import PhoneSystemError, RefusedError, UnreachableError, Webex
from adapters.webex import orders
from tests.adapters.fakes import Killed
from tests.adapters.webex.fake_webex import RALEIGH, FakeWebex
from tests.adapters.webex.new_lines import ATTENDANTS, WAREHOUSE, people, restarted, webex

__all__ = ["people", "restarted", "webex"]


class TestFaults:
    """What may go wrong at the request that makes it: there is never a second line."""

    @pytest.fixture(autouse=True)
    def never_two(self, vendor: FakeWebex) -> Any:
        yield
        assert [each["name"] for each in vendor.objects.values() if "name" in each].count("Warehouse") <= 1

    @staticmethod
    def made_unheard(vendor: FakeWebex, error: BaseException) -> None:
        """The next line is made, and then something happens."""

        def answer() -> httpx.Response:
            post = vendor.calls[-1]
            vendor.objects["autoAttendants/new"] = {**post.body, "id": "new"}
            vendor.homes["new"] = RALEIGH
            raise error

        vendor.answers.append((f"POST {ATTENDANTS}", answer))

    async def test_a_lost_answer_is_looked_up(self, webex: Webex, vendor: FakeWebex) -> None:
        self.made_unheard(vendor, httpx.ReadTimeout("slow"))

        made = await webex.create(WAREHOUSE)

        assert (made.line.id, made.unshown, made.differing) == ("new", (), ())
        assert len(vendor.writes()) == 1

    @pytest.mark.parametrize(
        "answer", [httpx.ReadTimeout("slow"), httpx.Response(201, text="<html>"), httpx.Response(201, json={"id": ""})]
    )
    async def test_where_nothing_was_made_it_is_reported_and_another_try_makes_it(
        self, webex: Webex, vendor: FakeWebex, answer: httpx.Response | Exception
    ) -> None:
        vendor.plan(f"POST {ATTENDANTS}", answer)

        with pytest.raises(PhoneSystemError):
            await webex.create(WAREHOUSE)

        assert (await webex.create(WAREHOUSE, again=True)).line in await webex.lines()

    async def test_a_refusal_makes_nothing(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan(f"POST {ATTENDANTS}", httpx.Response(409, json={"message": "Number taken"}))

        with pytest.raises(RefusedError, match="Number taken"):
            await webex.create(WAREHOUSE)
        assert "Warehouse" not in [each.name for each in await webex.lines()]

    async def test_after_a_kill_another_try_finds_it(self, webex: Webex, restarted: Webex, vendor: FakeWebex) -> None:
        self.made_unheard(vendor, Killed())
        with pytest.raises(Killed):
            await webex.create(WAREHOUSE)

        made = await restarted.create(WAREHOUSE, again=True)

        assert (made.line.id, made.differing) == ("new", ())
        assert len(vendor.writes()) == 1

    async def test_one_that_webex_does_not_show_yet_is_worth_another_try(self, webex: Webex, vendor: FakeWebex) -> None:
        vendor.plan(f"POST {ATTENDANTS}", httpx.Response(201, json={"id": "late"}))

        for again in (False, True):
            with pytest.raises(UnreachableError, match="has made Warehouse, but it could not be read back yet"):
                await webex.create(WAREHOUSE, again=again)
        vendor.homes["late"] = RALEIGH
        vendor.objects["autoAttendants/late"] = {**orders.order_of(WAREHOUSE).body(), "id": "late"}

        assert (await webex.create(WAREHOUSE, again=True)).line.id == "late"
        assert len(vendor.writes()) == 1

    async def test_one_that_was_deleted_can_be_made_again(self, webex: Webex, vendor: FakeWebex) -> None:
        await webex.delete((await webex.create(WAREHOUSE)).line)

        made = await webex.create(WAREHOUSE, again=True)

        assert made.line in await webex.lines()
        assert [call.method for call in vendor.writes()] == ["POST", "DELETE", "POST"]
