"""`…/callForwarding`: of auto attendants and of queues alike."""

from aiohttp import web

from sandbox.requests import json_object
from sandbox.webex import forwarding_settings, wire
from sandbox.webex.account import Account, AutoAttendant, Queue
from sandbox.webex.errors import RefusedError
from sandbox.webex.forwarding_settings import Forwarding, Rule
from sandbox.webex.identifiers import rule_id
from sandbox.webex.organisation import Organisation
from sandbox.webex.requests import part

LINE = "/telephony/config/locations/{location}/{feature:autoAttendants|queues}/{id}"


class Forwardings:
    """The forwarding's part of the interface."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        whole = LINE + "/callForwarding"
        rule = whole + "/selectiveRules/{rule}"
        return [
            web.get(whole, self.get),
            web.put(whole, self.update),
            web.post(whole + "/actions/switchMode/invoke", self.switch_mode),
            web.post(whole + "/selectiveRules", self.create_rule),
            web.get(rule, self.get_rule),
            web.put(rule, self.update_rule),
            web.delete(rule, self.delete_rule),
        ]

    async def get(self, request: web.Request) -> web.Response:
        return web.json_response(wire.forwarding(line_of(request, self._organisation.shown)))

    async def update(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        line = line_of(request, self._organisation.account)
        ids = {rule_id(each.name): each.name for each in line.forwarding.rules}
        self._put(line, forwarding_settings.switched(line.forwarding, body, ids))
        return web.Response(status=204)

    async def switch_mode(self, request: web.Request) -> web.Response:
        """Go back to the mode that is due, which is none: this organisation has no operating modes."""
        line_of(request, self._organisation.account)
        return web.Response(status=204)

    async def create_rule(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        line = line_of(request, self._organisation.account)
        new = forwarding_settings.created_rule(body)
        self._put_rules(line, (*line.forwarding.rules, new))
        return web.json_response({"id": rule_id(new.name)}, status=201)

    async def get_rule(self, request: web.Request) -> web.Response:
        return web.json_response(wire.rule(_rule(request, line_of(request, self._organisation.shown))))

    async def update_rule(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        line = line_of(request, self._organisation.account)
        old = _rule(request, line)
        new = forwarding_settings.changed_rule(old, body)
        self._put_rules(line, tuple(new if each == old else each for each in line.forwarding.rules))
        return web.json_response({"id": rule_id(new.name)}, status=201)

    async def delete_rule(self, request: web.Request) -> web.Response:
        line = line_of(request, self._organisation.account)
        old = _rule(request, line)
        self._put_rules(line, tuple(each for each in line.forwarding.rules if each != old))
        return web.Response(status=204)

    def _put_rules(self, line: AutoAttendant | Queue, rules: tuple[Rule, ...]) -> None:
        names = [each.name.casefold() for each in rules]
        if len(set(names)) < len(names):
            raise RefusedError(409, "A rule of this name exists already")
        self._put(line, line.forwarding.model_copy(update={"rules": rules}))

    def _put(self, line: AutoAttendant | Queue, forwarding: Forwarding) -> None:
        self._organisation.put(line.model_copy(update={"forwarding": forwarding}))


def line_of(request: web.Request, account: Account) -> AutoAttendant | Queue:
    """The line in the path."""
    location, key = part(request, "location"), part(request)
    if part(request, "feature") == "queues":
        return account.queue(location, key)
    return account.auto_attendant(location, key)


def _rule(request: web.Request, line: AutoAttendant | Queue) -> Rule:
    wanted = part(request, "rule")
    for each in line.forwarding.rules:
        if rule_id(each.name) == wanted:
            return each
    raise RefusedError(404, f"There is no rule {wanted}")
