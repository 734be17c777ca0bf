"""Keeps the Homes true that people have opened lately: whatever moves, the same look at the store shows it."""

import datetime as dt
import logging

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.briefing import Gathered
from bot.desk import Desk
from bot.kept import OpenHome
from bot.lines import Clock
from bot.people import PeopleUnknownError
from bot.slack import home

log = logging.getLogger(__name__)

LATELY = dt.timedelta(minutes=30)
"""A Home that was opened longer ago is drawn when it is opened again."""

PAUSE = dt.timedelta(seconds=15)
"""How often a Home is drawn at most, whatever moves …"""

AGE = dt.timedelta(minutes=5)
"""… and at least: lines open and close by themselves."""

MOST = 20
"""How many Homes are drawn at once; the others are next."""


class Homes:
    """The Homes that people have before them, perhaps."""

    def __init__(self, desk: Desk, client: AsyncWebClient, clock: Clock) -> None:
        self._desk = desk
        self._client = client
        self._clock = clock

    async def show(self) -> bool:
        """Draw those anew that may show what is not so any more; whether that went well."""
        now = self._clock()
        opened = await self._desk.store(lambda store: store.open_homes(now - LATELY))
        if not opened:
            return True
        head, _ = await self._desk.store(lambda store: store.chain_head())
        due = [each for each in opened if _is_due(each, head, now)]
        if not due:
            return True
        gathered = await self._desk.briefer.gather()
        return all([await self._show(each, head, gathered) for each in due[:MOST]])

    async def _show(self, known: OpenHome, head: int, gathered: Gathered) -> bool:
        """Draw one, unless whoever it belongs to was faster; what fails is tried again in a while."""
        await self._keep(known, known.model_copy(update={"shown": self._clock()}))
        try:
            member = await self._desk.people.member(known.person.user)
            view, drawn = await home.drawn(self._desk, member, known.page, gathered)
            drawn = drawn and drawn.model_copy(update={"head": head})  # as it was before anything was gathered
            if drawn is None or drawn.digest != known.digest:
                await self._client.views_publish(user_id=known.person.user, view=view)
        except (PeopleUnknownError, SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("The Home of %s could not be drawn: %s", known.person, error)
            return False
        over = known.model_copy(update={"opened": known.opened - LATELY})
        await self._keep(known, over if drawn is None else drawn.model_copy(update={"opened": known.opened}))
        return True

    async def _keep(self, known: OpenHome, drawn: OpenHome) -> None:
        """Keep what a Home shows, unless it was opened again meanwhile."""
        now = await self._desk.store(lambda store: store.home(known.person))
        if now is not None and (now.opened, now.page) == (known.opened, known.page):
            await self._desk.store(lambda store: store.keep_home(drawn))


def _is_due(opened: OpenHome, head: int, now: dt.datetime) -> bool:
    age = abs(now - opened.shown)
    return age >= AGE or (opened.head != head and age >= PAUSE)
