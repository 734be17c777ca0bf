"""`/telephony/config/queues/agents`: who serves the queues, who is joined, who could be an agent."""

from collections.abc import Mapping

from aiohttp import web

from sandbox.requests import boolean, integer, json_object
from sandbox.webex import wire
from sandbox.webex.account import Account, Person, Queue
from sandbox.webex.blocks import Block, read_block, without_nulls
from sandbox.webex.errors import RefusedError, missing
from sandbox.webex.organisation import Organisation
from sandbox.webex.paging import page
from sandbox.webex.requests import part

PAGE = "max and start"


class Joining(Block):
    """Whether an agent takes a queue's calls."""

    queue_id: str
    join_enabled: bool


class Joinings(Block):
    """What a PUT says of one agent."""

    settings: tuple[Joining, ...]


class Agents:
    """The agents' part of the interface."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        every = "/telephony/config/queues/agents"
        return [
            web.get(every, self.list_all),
            web.get(every + "/availableAgents", self.available),
            web.get(every + "/{id}", self.get),
            web.put(every + "/{id}/settings", self.join),
        ]

    async def list_all(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        assist = bool(boolean(request.query, "hasCxEssentials"))
        queues = [each for each in account.queues.values() if each.customer_assist is assist]
        if wanted := request.query.get("queueId"):
            queues = [each for each in queues if each.id == wanted]
        joined = boolean(request.query, "joinEnabled")
        serving = {key for each in queues for key, joins in each.joined.items() if joined in {None, joins}}
        agents = [each for each in account.people.values() if each.id in serving and _fits(each, request.query)]
        items = [wire.agent(each, account) for each in _ordered(agents, request.query.get("order", ""))]
        return page(request, "agents", items, self._organisation.page_size)

    async def available(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        account.location(request.query.get("locationId", ""))
        query = {key: each for key, each in request.query.items() if key != "locationId"}
        items = [wire.available_agent(each) for each in account.people.values() if _fits(each, query)]
        return page(request, "agents", items, self._organisation.page_size)

    async def get(self, request: web.Request) -> web.Response:
        account = self._organisation.shown
        start, most = integer(request.query, "start"), integer(request.query, "max")
        if start is None or most is None:
            raise missing(PAGE)
        person = account.person(part(request))
        queues = _queues_of(person, account)[start : start + most]
        shown = [wire.queue_of_agent(each, person.id, account) for each in queues]
        return web.json_response({"agent": wire.agent(person, account), "queues": shown})

    async def join(self, request: web.Request) -> web.Response:
        body = without_nulls(await json_object(request))
        account = self._organisation.account
        person = account.person(part(request))
        for each in read_block(Joinings, body).settings:
            queue = next((one for one in _queues_of(person, account) if one.id == each.queue_id), None)
            if queue is None:
                raise RefusedError(400, f"{person.name} is no agent of the queue {each.queue_id}", form="list")
            account = account.with_line(_with_joining(queue, person.id, joins=each.join_enabled))
        self._organisation.replace(account)
        return web.Response(status=204)


def _queues_of(person: Person, account: Account) -> list[Queue]:
    return [each for each in account.queues.values() if person.id in each.joined]


def _with_joining(queue: Queue, person_id: str, *, joins: bool) -> Queue:
    agents = tuple(
        each.model_copy(update={"join_enabled": joins}) if each.id == person_id else each
        for each in queue.settings.agents
    )
    return queue.model_copy(update={"settings": queue.settings.model_copy(update={"agents": agents})})


def _fits(person: Person, query: Mapping[str, str]) -> bool:
    numbers = (person.phone_number or "", person.extension)
    number = query.get("phoneNumber", "").replace("-", "")
    return (
        query.get("locationId") in {None, "", person.location_id}
        and query.get("name", "").casefold() in person.name.casefold()
        and any(number in each for each in numbers)
    )


def _ordered(people: list[Person], order: str) -> list[Person]:
    """By name, if asked: `lname-asc`, `fname-desc` and the like; otherwise as they are kept."""
    field, _, direction = order.partition("-")
    if not field:
        return people
    first = field.startswith("f")
    return sorted(
        people, key=lambda each: each.first_name if first else each.last_name, reverse=direction.startswith("d")
    )
