"""Shows every alert as a card in the approval channel, true until it is closed and then for ever."""

import logging

from slack_sdk.errors import SlackApiError

from bot.alerts import Alert, AlertCard
from bot.desk import Desk
from bot.people import PeopleUnknownError, Roster
from bot.slack import alert_cards, audience
from bot.slack.blocks import Json, Message
from bot.slack.posts import GONE, UNPOSTABLE, Posts
from bot.slack.text import mention

log = logging.getLogger(__name__)

ALERT = "switchhook_alert"
"""The type of the metadata by which the card of an alert is found again."""


class AlertPosts:
    """The cards of alerts."""

    def __init__(self, desk: Desk, posts: Posts, channel: str) -> None:
        self._desk = desk
        self._posts = posts
        self._channel = channel

    async def show(self, alert: Alert) -> bool:
        """Make the card of an alert true; False where the channel cannot be posted to."""
        card = alert_cards.card(alert, await self._called(alert))
        try:
            ts = await self._shown(alert, card)
        except SlackApiError as error:
            if error.response["error"] not in UNPOSTABLE:
                raise
            log.warning("Alert %s cannot be posted to %s: %s", alert.number, self._channel, error.response["error"])
            return False
        await self._keep(alert, ts, shown=alert.revision)
        return True

    async def _called(self, alert: Alert) -> list[str]:
        """Those who approve changes of the line, and whoever was promised something."""
        if alert.kind not in alert_cards.CALLED:
            return []
        policy = self._desk.policy
        if alert.request is None:
            return audience.mentions(policy.approvers(alert.line), roster=await self._roster())
        request = await self._desk.request(alert.request)
        others = await self._desk.store(lambda store: store.open_alerts())
        known = [each for each in others if each.request == alert.request and each.kind in alert_cards.CALLED]
        if any(each.number < alert.number for each in known):
            return []  # they were called to the first one
        return [mention(request.person), *audience.mentions(policy.deciders(request), request)]

    async def _roster(self) -> Roster:
        try:
            return await self._desk.people.roster()
        except PeopleUnknownError:  # they see the card all the same
            return {}

    async def _shown(self, alert: Alert, card: Message) -> str:
        place = await self._desk.store(lambda store: store.alert_card(alert.number))
        if place is None:
            await self._keep(alert, None, shown=0)
            return await self._posts.post(self._channel, card, _metadata(alert))
        ts = place.ts or await self._posts.find(place.channel, _metadata(alert))
        try:
            if ts is not None:
                await self._posts.update(place.channel, ts, card, _metadata(alert))
                return ts
        except SlackApiError as error:
            if error.response["error"] not in GONE:
                raise
            await self._keep(alert, None, shown=0)
        return await self._posts.post(self._channel, card, _metadata(alert))

    async def _keep(self, alert: Alert, ts: str | None, *, shown: int) -> None:
        card = AlertCard(alert=alert.number, channel=self._channel, ts=ts, shown=shown)
        await self._desk.store(lambda store: store.keep_alert_card(card))


def _metadata(alert: Alert) -> Json:
    return {"event_type": ALERT, "event_payload": {"alert": alert.number, "opened": alert.opened.isoformat()}}
