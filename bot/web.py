"""What operators and their machines ask: is it alive, is it ready, how much has it done."""

import datetime as dt

from aiohttp import web

from bot.keeper import Keeper
from bot.lines import Clock
from bot.requests import State
from bot.store import StoreThread

STALE = dt.timedelta(minutes=5)


def add_routes(app: web.Application, keeper: Keeper, store: StoreThread, clock: Clock) -> web.Application:
    """Give an application `/healthz`, `/readyz` and `/metrics`."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def readyz(_request: web.Request) -> web.Response:
        last = keeper.last_tick
        if last is None or clock() - last > STALE:
            return web.Response(status=503, text="the keeper has not finished a round of work lately\n")
        return web.Response(text="ready\n")

    async def metrics(_request: web.Request) -> web.Response:
        counts = await store(lambda kept: kept.count_by_state())
        lines = ["# TYPE switchhook_requests gauge"]
        lines += [f'switchhook_requests{{state="{state}"}} {counts.get(state, 0)}' for state in State]
        return web.Response(text="\n".join(lines) + "\n")

    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app
