"""The calls that wait in a queue."""

from datetime import timedelta

import pytest
from wxc_sdk.rest import RestError

from sandbox.webex import WebexServer
from tests.sandbox.webex.conftest import Clock, Sdk


async def test_the_sdk_sees_the_waiting_calls(sdk: Sdk, server: WebexServer, clock: Clock) -> None:
    queue = server.queue("Service Desk").id

    calls = await sdk(lambda api: api.telephony.calls.list_callqueue_calls(queue))

    assert [each.queue_name for each in calls] == ["Service Desk"] * 2
    assert calls[0].add_time == clock.now - timedelta(seconds=142)
    assert calls[0].remote_party is not None
    assert (calls[0].remote_party.name, calls[0].remote_party.number) == ("Ana Flores", "+19845550173")


async def test_waiting_calls_may_be_forbidden(sdk: Sdk, server: WebexServer) -> None:
    server.organisation.shows_calls = False
    queue = server.queue("Service Desk").id

    with pytest.raises(RestError, match="403"):
        await sdk(lambda api: api.telephony.calls.list_callqueue_calls(queue))


async def test_an_unknown_queue_has_no_calls(sdk: Sdk) -> None:
    with pytest.raises(RestError, match="404"):
        await sdk(lambda api: api.telephony.calls.list_callqueue_calls("nothing"))
