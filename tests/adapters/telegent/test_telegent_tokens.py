"""A token is good for one endpoint, is got once for all who need it, and is seen by nobody."""

import asyncio
import datetime as dt
import logging

import httpx
import pytest

from adapters import (
    DeniedError,
    Line,
    MenuAction,
    PhoneSystemError,
    RemoveMenuKey,
    SetMenuKey,
    SetOption,
    Telegent,
    UnreachableError,
)
from tests.adapters.fakes import Clock, MemoryLedger
from tests.adapters.telegent.conftest import client
from tests.adapters.telegent.fake_telegent import ACCOUNT_KEY, ACCOUNT_SECRET, BASE, DESK, TEAM, FakeTelegent

TOKENS = "POST /v1.0/oauth2/tokens"
LOOK = "GET /v1.0/workgroups"


def asked(vendor: FakeTelegent) -> list[str]:
    """The endpoints for which a token was asked."""
    return [call.body["ApiEndpoint"] for call in vendor.calls if call.path == "/v1.0/oauth2/tokens"]


async def test_each_endpoint_has_a_token_of_its_own_that_is_kept(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    for line in lines.values():
        await telegent.read(line)
    await telegent.apply(lines["Team"], [SetOption(name="announcement", value="Hello")])

    paths = ["account/workgroups", "workgroups", "account/schedules", "workgroups/update"]
    assert asked(vendor) == [f"{BASE}/v1.0/{path}" for path in paths]
    assert vendor.calls[0].body == {
        "AccountKey": ACCOUNT_KEY,
        "AccountSecret": ACCOUNT_SECRET,
        "ApiEndpoint": f"{BASE}/v1.0/account/workgroups",
    }


async def test_all_who_need_a_token_at_once_get_the_same(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    vendor.tokens.clear()
    vendor.calls.clear()

    await asyncio.gather(*(telegent.read(line) for line in lines.values() for _ in range(9)))

    assert sorted(asked(vendor)) == [f"{BASE}/v1.0/account/schedules", f"{BASE}/v1.0/workgroups"]


@pytest.mark.parametrize(
    ("expiry", "minutes"),
    [
        pytest.param("11/20/2026 03:30:00 PM", 28, id="two minutes before its end"),
        pytest.param("11/20/2026 03:01:00 PM", 0.5, id="half of a short life"),
        pytest.param("11/21/2026 03:30:00 PM", 50, id="a long life is not believed"),
        pytest.param("11/20/2026 10:30:00 AM", 50, id="an end in another zone"),
        pytest.param("tomorrow", 50, id="an end that nobody understands"),
        pytest.param(None, 50, id="no end"),
    ],
)
async def test_a_token_is_renewed_in_time(
    telegent: Telegent, vendor: FakeTelegent, clock: Clock, expiry: str, minutes: float
) -> None:
    vendor.expiry = expiry
    await telegent.lines()
    count = len(asked(vendor))

    clock.advance(minutes=minutes, seconds=-1)
    await telegent.lines()
    assert len(asked(vendor)) == count

    clock.advance(seconds=1)
    await telegent.lines()
    assert len(asked(vendor)) == count + 1


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_token_is_replaced_once(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], status: int
) -> None:
    vendor.plan(LOOK, httpx.Response(status, json={"StatusCode": status, "Message": None}))
    await telegent.read(lines["Team"])
    assert asked(vendor).count(f"{BASE}/v1.0/workgroups") == 2

    vendor.plan(LOOK, *[httpx.Response(status, json={"StatusCode": status, "Message": "No."})] * 2)
    with pytest.raises(DeniedError, match=r"refused our credentials .*No\."):
        await telegent.read(lines["Team"])


async def test_many_refusals_at_once_ask_for_one_token(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    for token in vendor.tokens:
        vendor.tokens[token] = "somewhere else"
    count = len(asked(vendor))

    await asyncio.gather(*(telegent.read(line) for line in lines.values()))

    assert asked(vendor)[count:].count(f"{BASE}/v1.0/workgroups") == 1


async def test_wrong_keys_are_named_but_not_told(
    ledger: MemoryLedger, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    vendor = FakeTelegent()
    vendor.plan(TOKENS, httpx.Response(401, json={"StatusCode": 401, "Message": f"Not {ACCOUNT_KEY}/{ACCOUNT_SECRET}"}))
    telegent = client(vendor, ledger, clock)

    with caplog.at_level(logging.DEBUG), pytest.raises(DeniedError, match="same account") as caught:
        await telegent.lines()

    told = f"{caught.value} {caught.value.__cause__} {telegent!r} {caplog.text}"
    assert "oauth2" not in str(caught.value)
    assert "[secret]" in told
    assert ACCOUNT_SECRET not in told
    assert ACCOUNT_KEY not in told
    await telegent.aclose()


async def test_a_token_is_blotted_out_of_what_telegent_says(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line]
) -> None:
    text = " ".join(vendor.tokens)
    vendor.plan(LOOK, httpx.Response(400, json={"StatusCode": 400, "Message": text}))
    with pytest.raises(PhoneSystemError, match=r"\[secret\]") as caught:
        await telegent.read(lines["Team"])
    assert not any(token in str(caught.value) for token in vendor.tokens)

    vendor.plan(LOOK, httpx.Response(200, json={"Successful": False, "Message": text}))
    with pytest.raises(PhoneSystemError, match=r"Telegent refused: \[secret\]"):
        await telegent.read(lines["Team"])


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        pytest.param(httpx.Response(200, json={"successful": False}), DeniedError, "without giving one", id="no"),
        pytest.param(httpx.Response(200, json={"successful": True}), DeniedError, "without giving one", id="nothing"),
        pytest.param(httpx.Response(200, json=["token"]), DeniedError, "without giving one", id="a list"),
        pytest.param(httpx.Response(200, json={"token": "a\nb"}), PhoneSystemError, "cannot be sent", id="two lines"),
        pytest.param(httpx.Response(400, json={"Title": "No"}), DeniedError, "gives no token", id="a bad request"),
        pytest.param(
            httpx.Response(404, json={}),
            UnreachableError,
            "nothing else was asked .* does not know that",
            id="no such address",
        ),
        pytest.param(httpx.ReadTimeout("slow"), UnreachableError, "nothing else was asked", id="no answer"),
    ],
)
async def test_without_a_token_nothing_else_is_asked(
    telegent: Telegent, vendor: FakeTelegent, answer: httpx.Response, error: type[Exception], words: str
) -> None:
    vendor.plan(TOKENS, answer)

    with pytest.raises(error, match=words):
        await telegent.lines()

    assert len(vendor.calls) == 1


async def test_another_spelling_of_the_answer_is_a_token_too(telegent: Telegent, vendor: FakeTelegent) -> None:
    vendor.tokens["mine"] = f"{BASE}/v1.0/account/workgroups"
    vendor.plan(TOKENS, httpx.Response(200, json={"Token": "mine", "Successful": "true", "TokenExpiry": ""}))

    assert DESK in [line.id for line in await telegent.lines()]


async def test_a_write_that_was_refused_for_its_token_is_made_once(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], clock: Clock
) -> None:
    await telegent.apply(lines["Team"], [SetOption(name="announcement", value="Hello")])
    vendor.tokens.clear()
    clock.now += dt.timedelta(minutes=1)

    await telegent.apply(lines["Team"], [SetOption(name="announcement", value="Welcome")])

    assert [call.body["AnnouncementText"] for call in vendor.writes] == ["Hello", "Welcome"]


NO_TOKEN = [
    pytest.param(httpx.Response(404, json={"StatusCode": 404, "Message": None}), id="no such address"),
    pytest.param(httpx.Response(200, text="<html>"), id="a page"),
    pytest.param(httpx.Response(302, headers={"Location": "/"}), id="elsewhere"),
    pytest.param(httpx.Response(200, json={"token": "a\nb"}), id="two lines"),
]
KEY = SetMenuKey(key="1", action=MenuAction(action="line", target_kind="line", target_id=TEAM))


@pytest.mark.parametrize("answer", NO_TOKEN)
async def test_a_line_for_whose_deletion_there_is_no_token_is_not_taken_for_gone(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], answer: httpx.Response
) -> None:
    vendor.plan(TOKENS, answer)

    with pytest.raises(UnreachableError, match="nothing else was asked"):
        await telegent.delete(lines["Front Office"])

    await telegent.delete(lines["Front Office"])
    assert DESK not in vendor.workgroups


@pytest.mark.parametrize("answer", NO_TOKEN)
async def test_a_key_for_which_there_is_no_token_is_as_it_was(
    telegent: Telegent, vendor: FakeTelegent, lines: dict[str, Line], answer: httpx.Response
) -> None:
    desk = lines["Front Office"]
    for change, keys in ((KEY, [(1, TEAM)]), (RemoveMenuKey(key="1"), [])):
        vendor.plan(TOKENS, answer)
        with pytest.raises(UnreachableError):
            await telegent.apply(desk, [SetOption(name="announcement", value="Hello."), change])
        await telegent.read(desk)
        assert "has not said" not in " ".join(await telegent.remarks(desk))

        await telegent.apply(desk, [change])
        assert vendor.keys(DESK) == keys
