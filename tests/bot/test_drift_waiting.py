"""What is changed elsewhere while the watch is about to look: the watch tells first, as long as it can be awaited."""

import datetime as dt

from adapters import Override
from bot.alerts import AlertKind
from bot.promises import SILENCE
from tests.bot.offices import AMIR, Office, office
from tests.bot.watching import at, edit, on, open_alerts, setup, told

__all__ = ["office"]

TUESDAY = Override(state="closed", start=dt.datetime(2026, 11, 24), end=dt.datetime(2026, 11, 25))
LATER = Override(state="closed", start=dt.datetime(2026, 12, 3), end=dt.datetime(2026, 12, 4))


async def read(office: Office, text: str) -> None:
    """Somebody asks for the status at a moment, and the watch has no turn."""
    office.clock.now = on(text)
    await office.desk.status(["Support"])


async def drifts(office: Office) -> int:
    return len(await open_alerts(office, AlertKind.DRIFT))


async def test_the_watch_tells_first_and_no_second_alert_comes(office: Office) -> None:
    await office.done("close Support today 2pm-4pm")
    edit(office, overrides=())

    await read(office, "20 14:00")
    held_back = await open_alerts(office)
    for moment in ("20 14:01", "20 14:15", "20 14:30"):
        await at(office, moment)

    assert held_back == []
    assert [each.kind for each in await open_alerts(office)] == [AlertKind.NOT_CLOSED]
    assert not await told(office, "drift")


async def test_a_watch_that_is_not_heard_holds_it_back_for_ten_minutes(office: Office) -> None:
    await office.done("close Support today 2pm-4pm")
    edit(office, overrides=())

    seen = []
    for moment in ("20 14:00", "20 14:09", "20 14:10"):
        await read(office, moment)
        seen.append(await drifts(office))

    assert dt.timedelta(minutes=10) == SILENCE
    assert seen == [0, 0, 1]


async def test_what_a_vendor_shows_late_is_waited_for_that_much_longer(office: Office) -> None:
    office.phones.unlike = {"lag": dt.timedelta(minutes=5)}
    await office.done("close Support today 2pm-4pm")
    edit(office, overrides=())

    seen = []
    for moment in ("20 14:00", "20 14:14", "20 14:15"):
        await read(office, moment)
        seen.append(await drifts(office))

    assert seen == [0, 0, 1]


async def test_a_clock_that_is_put_back_holds_it_back_no_longer(office: Office) -> None:
    await office.done("close Support today 2pm-4pm")
    edit(office, overrides=())
    await read(office, "20 15:30")

    seen = []
    for moment in ("20 14:01", "20 14:12"):
        await read(office, moment)
        seen.append(await drifts(office))

    assert seen == [0, 1]


async def test_what_was_adopted_within_a_longer_closure_of_ours_holds_nothing_back(office: Office) -> None:
    edit(office, overrides=(TUESDAY,))
    await read(office, "20 11:00")
    (alert,) = await open_alerts(office, AlertKind.DRIFT)
    await office.desk.adopt(AMIR, alert)
    await office.done("close Support Nov 23 to Nov 27")
    for moment in ("23 08:01", "24 08:01"):
        await at(office, moment)
    edit(office, overrides=(*setup(office).overrides, LATER))

    await read(office, "24 09:00")

    assert await drifts(office) == 1
