"""`/api/v2/callcenters/…/operators`: who serves a call center, how skilled they are, and whether they are on duty."""

from typing import Literal

from aiohttp import web
from pydantic import Field

from sandbox.dialpad import wire
from sandbox.dialpad.account import CallCenter, Duty, Operator, Role
from sandbox.dialpad.company import Company
from sandbox.dialpad.requests import identifier
from sandbox.dialpad.settings import Block, Id, read_block
from sandbox.refusals import RefusedError
from sandbox.requests import json_object


class NewOperator(Block):
    """Who joins a call center, and as what."""

    user_id: Id
    role: Role = "operator"
    skill_level: int = Field(default=100, ge=1, le=100)
    license_type: Literal["agents", "lite_support_agents"] = "agents"
    keep_paid_numbers: bool = True


class LeavingOperator(Block):
    """Who leaves a call center."""

    user_id: Id


class NewSkill(Block):
    """How skilled an operator now is."""

    skill_level: int = Field(ge=0, le=100)


class NewDuty(Block):
    """Whether an operator now takes calls."""

    on_duty: bool
    duty_status_reason: str = Field(default="", pattern=r"^[^\r\n]*$")


class Operators:
    """The operators' part of the interface."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        operators = r"/api/v2/callcenters/{id:\d+}/operators"
        skill = operators + r"/{user_id:\d+}/skill"
        duty = r"/api/v2/callcenters/operators/{id:\d+}/dutystatus"
        return [
            web.get(operators, self.list),
            web.post(operators, self.add),
            web.delete(operators, self.remove),
            web.get(skill, self.skill),
            web.patch(skill, self.set_skill),
            web.get(duty, self.duty),
            web.patch(duty, self.set_duty),
        ]

    async def list(self, request: web.Request) -> web.Response:
        account = self._company.shown
        center = account.call_center(identifier(request))
        users = [wire.user(account.user(key), account) for key in center.operators]
        return web.json_response({"users": users} if users else {})

    async def add(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        center = self._company.account.call_center(identifier(request))
        new = read_block(NewOperator, body, body)
        user = self._company.account.user(new.user_id)
        if user.id in center.operators:
            raise RefusedError(409, f"User {user.id} is already an operator")
        operator = Operator(role=new.role, skill_level=new.skill_level)
        self._put(center, {**center.operators, user.id: operator})
        return web.json_response(wire.operator(user, self._company.account))

    async def remove(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        center = self._company.account.call_center(identifier(request))
        leaving = read_block(LeavingOperator, body, body)
        _operator(center, leaving.user_id)
        self._put(center, {key: each for key, each in center.operators.items() if key != leaving.user_id})
        user = self._company.account.user(leaving.user_id)
        return web.json_response(wire.operator(user, self._company.account))

    async def skill(self, request: web.Request) -> web.Response:
        center = self._company.shown.call_center(identifier(request))
        user_id = identifier(request, "user_id")
        return web.json_response(wire.skill(center, user_id, _operator(center, user_id)))

    async def set_skill(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        center = self._company.account.call_center(identifier(request))
        user_id = identifier(request, "user_id")
        level = read_block(NewSkill, body, body).skill_level
        operator = _operator(center, user_id).model_copy(update={"skill_level": level})
        self._put(center, {**center.operators, user_id: operator})
        return web.json_response(wire.skill(center, user_id, operator))

    async def duty(self, request: web.Request) -> web.Response:
        return web.json_response(wire.duty(self._company.shown.user(identifier(request))))

    async def set_duty(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        user = self._company.account.user(identifier(request))
        new = read_block(NewDuty, body, body)
        duty = Duty(on_duty=new.on_duty, reason=new.duty_status_reason, since=self._company.clock())
        changed = user.model_copy(update={"duty": duty})
        self._company.replace(self._company.account.with_user(changed))
        return web.json_response(wire.duty(changed))

    def _put(self, center: CallCenter, operators: dict[int, Operator]) -> None:
        self._company.put(center.model_copy(update={"operators": operators}))


def _operator(center: CallCenter, user_id: int) -> Operator:
    if user_id not in center.operators:
        raise RefusedError(404, f"User {user_id} is not an operator of call center {center.id}")
    return center.operators[user_id]
