"""What the server remembers: its account and its calls, also after its process has died; and what the page shows."""

from datetime import date
from pathlib import Path

import httpx
import pytest
from aiohttp.test_utils import TestServer

from sandbox.calls import READS_KEPT, CallLog
from sandbox.dialpad import DialpadServer, Holiday, Live
from sandbox.storage import JsonFile
from tests.sandbox.dialpad.conftest import Clock


async def test_every_call_is_remembered_in_order(http: httpx.AsyncClient, server: DialpadServer, clock: Clock) -> None:
    path = f"/api/v2/callcenters/{server.call_center('Support').id}"

    await http.get("callcenters", params={"name_search": "x"})
    await http.patch(path.removeprefix("/api/v2/"), json={"ring_seconds": 99})
    await http.post("callcenters", content=b"no json")

    assert [(each.method, each.path, each.query, each.body, each.status) for each in server.calls] == [
        ("GET", "/api/v2/callcenters", {"name_search": "x"}, None, 200),
        ("PATCH", path, {}, {"ring_seconds": 99}, 400),
        ("POST", "/api/v2/callcenters", {}, "no json", 400),
    ]
    assert {each.at for each in server.calls} == {clock.now}


@pytest.mark.parametrize("body", ['{"name": "\\ud800"}', '{"ring_seconds": NaN}', '{"ring_seconds": 1e999}'])
async def test_a_body_that_cannot_be_written_again_is_refused_and_remembered_as_it_came(
    clock: Clock, tmp_path: Path, body: str
) -> None:
    server = DialpadServer(clock, JsonFile(tmp_path / "dialpad.json"))
    headers = {"Authorization": f"Bearer {server.token}"}
    path = f"/api/v2/callcenters/{server.call_center('Support').id}"

    async with TestServer(server.application()) as running, httpx.AsyncClient(headers=headers) as client:
        response = await client.patch(str(running.make_url(path)), content=body)

    assert response.status_code == 400
    assert [call.body for call in DialpadServer(clock, JsonFile(tmp_path / "dialpad.json")).calls] == [body]


def test_every_write_and_only_the_latest_reads_are_kept(clock: Clock) -> None:
    calls = CallLog()
    calls.add(method="PATCH", path="/first", status=200, at=clock.now)

    for _ in range(READS_KEPT + 5):
        calls.add(method="GET", path="/", status=200, at=clock.now)
    calls.add(method="PATCH", path="/last", status=200, at=clock.now)

    assert len(calls) == READS_KEPT + 2
    assert [each.path for each in calls if each.method == "PATCH"] == ["/first", "/last"]
    assert CallLog(calls.document()).document() == calls.document()


async def test_a_write_is_on_disk_with_its_call_before_it_is_answered(clock: Clock, tmp_path: Path) -> None:
    server = DialpadServer(clock, JsonFile(tmp_path / "dialpad.json"))
    support = server.call_center("Support").id
    server.faults.plan("drop_after", method="PATCH")
    headers = {"Authorization": f"Bearer {server.token}"}

    async with TestServer(server.application()) as running, httpx.AsyncClient(headers=headers) as client:
        with pytest.raises(httpx.TransportError):
            await client.patch(str(running.make_url(f"/api/v2/callcenters/{support}")), json={"saturday_hours": []})
        heir = DialpadServer(clock, JsonFile(tmp_path / "dialpad.json"))

    assert heir.company.account == server.company.account
    assert heir.call_center("Support").settings.saturday_hours == ()
    assert [(call.method, call.status, call.fault) for call in heir.calls] == [("PATCH", 200, "drop_after")]


async def test_reads_are_on_disk_after_an_orderly_end(clock: Clock, tmp_path: Path) -> None:
    server = DialpadServer(clock, JsonFile(tmp_path / "dialpad.json"))
    headers = {"Authorization": f"Bearer {server.token}"}

    async with TestServer(server.application()) as running, httpx.AsyncClient(headers=headers) as client:
        await client.get(str(running.make_url("/api/v2/callcenters")))

    assert [call.method for call in DialpadServer(clock, JsonFile(tmp_path / "dialpad.json")).calls] == ["GET"]


def test_large_ids_people_and_figures_survive_a_restart(clock: Clock, tmp_path: Path) -> None:
    server = DialpadServer(clock, JsonFile(tmp_path / "dialpad.json"))
    holiday = Holiday(name="New Year", first=date(2027, 1, 1), last=date(2027, 1, 1))
    changed = {"id": 2**60 + 1, "office_id": 2**60 + 3, "live": Live(pending=7), "holidays": (holiday,)}

    server.plant(server.call_center("Support").model_copy(update=changed))

    heir = DialpadServer(clock, JsonFile(tmp_path / "dialpad.json"))
    assert heir.company.account == server.company.account
    assert heir.company.account.call_center(2**60 + 1).live.pending == 7


async def test_the_world_hears_of_each_change(http: httpx.AsyncClient, server: DialpadServer) -> None:
    heard: list[str] = []
    server.on_change = lambda: heard.append(str(server.call_center("Support").settings.ring_seconds))
    support = f"callcenters/{server.call_center('Support').id}"

    await http.get(support)
    await http.patch(support, json={"ring_seconds": 21})

    assert heard == ["21"]


def test_a_panel_shows_what_callers_meet(server: DialpadServer) -> None:
    support, sales, billing = server.panels()

    assert [(each["line"], each["status"]) for each in (support, sales, billing)] == [
        ("Support", "Open"),
        ("Sales", "Open"),
        ("Billing", "Open"),
    ]
    assert dict(support["rows"]) == {
        "Monday": "8:00 AM – 6:00 PM",
        "Tuesday": "8:00 AM – 6:00 PM",
        "Wednesday": "8:00 AM – 6:00 PM",
        "Thursday": "8:00 AM – 6:00 PM",
        "Friday": "8:00 AM – 6:00 PM",
        "Saturday": "9:00 AM – 1:00 PM",
        "Sunday": "closed",
        "Callback": "off",
        "Key 0 while open": "operator",
        "Key 1 while open": "department: Field Service",
        "Key 1 while closed": "person: Olivia Brandt",
    }
    assert dict(sales["rows"])["Callback"] == "on, key 8"
    assert dict(billing["rows"])["Monday"] == "always open"


async def test_a_panel_follows_a_write(http: httpx.AsyncClient, server: DialpadServer) -> None:
    path = f"callcenters/{server.call_center('Support').id}"

    await http.patch(path, json={"friday_hours": [], "hold_queue": {"allow_queue_callback": True}})

    [support] = [each for each in server.panels() if each["line"] == "Support"]
    assert support["status"] == "Closed"
    assert {("Friday", "closed"), ("Callback", "on, key 9")} <= set(support["rows"])
