"""The workspace, put together: a Slack of our own on this machine."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

from aiohttp import web

from sandbox.bell import Bell
from sandbox.faults import Faults
from sandbox.slack.address import Address
from sandbox.slack.api.access import Access
from sandbox.slack.api.arguments import Arguments
from sandbox.slack.api.chat import Chat
from sandbox.slack.api.conversations import Conversations
from sandbox.slack.api.people import People
from sandbox.slack.api.server import Holder, Method, WebApi
from sandbox.slack.api.surfaces import Surfaces
from sandbox.slack.clicks import Clicks
from sandbox.slack.courier import Courier
from sandbox.slack.directory import Directory
from sandbox.slack.errors import SlackError
from sandbox.slack.forms import Forms
from sandbox.slack.gestures import Gestures
from sandbox.slack.memory import Memory
from sandbox.slack.messages import Messages
from sandbox.slack.news import News
from sandbox.slack.payloads import Payloads
from sandbox.slack.response_urls import PATH as RESPONSE_PATH
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.sending import Sending
from sandbox.slack.showing import Showing
from sandbox.slack.signed_http import SignedHttp
from sandbox.slack.sockets import PATH as SOCKET_PATH
from sandbox.slack.sockets import Sockets
from sandbox.slack.submissions import Submissions
from sandbox.slack.team import Team, demo_team
from sandbox.slack.timing import Timing
from sandbox.slack.triggers import Triggers
from sandbox.slack.views import Views
from sandbox.storage import Json, JsonFile


class Workspace:
    """A Slack workspace with one app installed, over real HTTP and WebSockets.

    ``gestures``, ``clicks`` and ``submissions`` play what people do; ``faults`` lets Web API calls go wrong.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        storage: JsonFile,
        team: Team | None = None,
        timing: Timing | None = None,
    ) -> None:
        self.team = team or demo_team()
        self.directory = Directory(self.team)
        self.bell = Bell()
        self._address = Address()
        self._timing = timing or Timing()
        self._memory = Memory(storage, self.bell)
        self._sockets = Sockets(self.team.app.id, self._timing)
        self._courier = Courier(self._sockets, self._memory, self._timing)
        self._messages = Messages(self._memory, self.directory)
        self._triggers = Triggers(self._timing)
        self._response_urls = ResponseUrls(self._memory, self.directory, self._messages, self._timing)
        forms = Forms(self.directory)
        self._views = Views(self._memory, forms, self.team)
        self._news = News(self.directory, self._memory, self._messages, self._courier)
        self._api = self._web_api(clock)
        self.showing = Showing(self.directory, self._memory, self._messages, self._views)
        sending = self._sending()
        self.gestures = Gestures(sending, self._news, self._views)
        self.clicks = Clicks(sending, forms, self._views)
        self.submissions = Submissions(sending, forms, self._views)

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"{self._address.url}/api/"

    @property
    def bot_token(self) -> str:
        """What the app calls the Web API with."""
        return f"xoxb-{self.team.id}-{self.team.app.id}"

    @property
    def app_token(self) -> str:
        """What the app opens its sockets with."""
        return f"xapp-1-{self.team.app.id}-{self.team.id}"

    @property
    def signing_secret(self) -> str:
        """What HTTP deliveries are signed with."""
        return f"signing-{self.team.app.id}"

    @property
    def faults(self) -> Faults:
        """What shall go wrong with the Web API."""
        return self._api.faults

    @property
    def sockets(self) -> int:
        """How many sockets the app has open."""
        return self._sockets.count

    def serve_at(self, url: str) -> None:
        """Tell the workspace its own address."""
        self._address.url = url

    def routes(self) -> list[web.RouteDef]:
        """Return what an application needs to serve the workspace to the app."""
        return [
            web.get("/api/{method}", self._api.answer),
            web.post("/api/{method}", self._api.answer),
            web.get(SOCKET_PATH, self._sockets.connect),
            web.post(f"{RESPONSE_PATH}/{{key}}", self._respond),
        ]

    def deliver_to(self, url: str | None) -> None:
        """Deliver by signed HTTP to this request URL; without one, by Socket Mode again."""
        http = SignedHttp(url, self.signing_secret, self._timing) if url else None
        self._courier.carrier = http or self._sockets

    async def disconnect(self, reason: Literal["warning", "refresh_requested"]) -> None:
        """Ask the app to leave its sockets, as Slack does now and then."""
        await self._sockets.disconnect(reason)

    async def stop(self) -> None:
        """Close the sockets and give up what was still to be delivered."""
        await self._courier.stop()
        await self._sockets.stop()
        self.bell.close()

    def _sending(self) -> Sending:
        return Sending(
            address=self._address,
            directory=self.directory,
            memory=self._memory,
            messages=self._messages,
            courier=self._courier,
            triggers=self._triggers,
            response_urls=self._response_urls,
            payloads=Payloads(self.directory, self._memory),
        )

    def _web_api(self, clock: Callable[[], datetime]) -> WebApi:
        people = People(self._address, self.directory, clock)
        methods: dict[tuple[str, Holder], Method] = {
            ("auth.test", "bot"): Method(people.bot_test),
            ("auth.test", "app"): Method(people.app_test),
            ("apps.connections.open", "app"): Method(self._open_connection),
            ("bots.info", "bot"): Method(people.bot, "users:read"),
            ("team.info", "bot"): Method(people.team, "team:read"),
            ("users.info", "bot"): Method(people.user, "users:read"),
            ("users.list", "bot"): Method(people.users, "users:read"),
            ("usergroups.list", "bot"): Method(people.groups, "usergroups:read"),
            ("usergroups.users.list", "bot"): Method(people.group_members, "usergroups:read"),
            **self._conversation_methods(),
        }
        holders: Mapping[str, Holder] = {self.bot_token: "bot", self.app_token: "app"}
        return WebApi(methods, holders, Access(self.directory), self._memory)

    def _conversation_methods(self) -> dict[tuple[str, Holder], Method]:
        chat = Chat(self._address, self.directory, self._messages, self._news)
        conversations = Conversations(self.directory, self._messages)
        surfaces = Surfaces(self.directory, self._views, self._triggers)
        return {
            ("chat.postMessage", "bot"): Method(chat.post_message, "chat:write"),
            ("chat.update", "bot"): Method(chat.update, "chat:write"),
            ("chat.delete", "bot"): Method(chat.delete, "chat:write"),
            ("chat.postEphemeral", "bot"): Method(chat.post_ephemeral, "chat:write"),
            ("chat.getPermalink", "bot"): Method(chat.get_permalink),
            ("conversations.info", "bot"): Method(conversations.info),
            ("conversations.list", "bot"): Method(conversations.listed),
            ("conversations.members", "bot"): Method(conversations.members),
            ("conversations.history", "bot"): Method(conversations.history),
            ("conversations.replies", "bot"): Method(conversations.replies),
            ("conversations.open", "bot"): Method(conversations.open),
            ("users.conversations", "bot"): Method(conversations.of_user),
            ("views.open", "bot"): Method(surfaces.open),
            ("views.push", "bot"): Method(surfaces.push),
            ("views.update", "bot"): Method(surfaces.update),
            ("views.publish", "bot"): Method(surfaces.publish),
        }

    def _open_connection(self, _arguments: Arguments) -> Json:
        return {"url": self._address.sockets + self._sockets.ticket()}

    async def _respond(self, request: web.Request) -> web.Response:
        try:
            body = (await Arguments.read(request)).given
            self._response_urls.use(request.match_info["key"], body)
        except SlackError as error:
            self._memory.note("response", ok=False, error=error.code)
            gone = error.code in ("expired_url", "used_url", "message_not_found")
            return web.Response(text=error.code, status=404 if gone else 400)
        else:
            self._memory.note("response", ok=True)
            return web.Response(text="ok")
        finally:
            self._memory.save()
