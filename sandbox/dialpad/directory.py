"""`/api/v2/offices`, `/departments` and `/users`: whom a menu can reach. They are only read."""

from collections.abc import Callable, Iterable

from aiohttp import web

from sandbox.dialpad import wire
from sandbox.dialpad.account import Department, Office, User, found
from sandbox.dialpad.company import Company
from sandbox.dialpad.paging import page
from sandbox.dialpad.requests import identifier
from sandbox.requests import boolean, integer


class Directory:
    """The directory's part of the interface."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def routes(self) -> list[web.RouteDef]:
        """Where it answers."""
        return [
            web.get("/api/v2/offices", self.offices),
            web.get(r"/api/v2/offices/{id:\d+}", self.office),
            web.get(r"/api/v2/offices/{id:\d+}/departments", self.departments_of_office),
            web.get("/api/v2/departments", self.departments),
            web.get(r"/api/v2/departments/{id:\d+}", self.department),
            web.get("/api/v2/users", self.users),
            web.get(r"/api/v2/users/{id:\d+}", self.user),
        ]

    async def offices(self, request: web.Request) -> web.Response:
        offices: Iterable[Office] = self._company.shown.offices.values()
        if boolean(request.query, "active_only"):
            offices = [each for each in offices if each.state == "active"]
        return self._places(request, offices)

    async def office(self, request: web.Request) -> web.Response:
        return web.json_response(wire.place(self._company.shown.office(identifier(request))))

    async def departments_of_office(self, request: web.Request) -> web.Response:
        office = self._company.shown.office(identifier(request))
        departments = self._company.shown.departments.values()
        return self._places(request, [each for each in departments if each.office_id == office.id])

    async def departments(self, request: web.Request) -> web.Response:
        office = integer(request.query, "office_id")
        piece = request.query.get("name_search", "").casefold()
        departments = self._company.shown.departments.values()
        fitting = [each for each in departments if office in {None, each.office_id} and piece in each.name.casefold()]
        return self._places(request, fitting)

    async def department(self, request: web.Request) -> web.Response:
        department = found(self._company.shown.departments, identifier(request), "department")
        return web.json_response(wire.place(department))

    async def users(self, request: web.Request) -> web.Response:
        account = self._company.shown
        wanted = _filters(request)
        users = [each for each in account.users.values() if all(fits(each) for fits in wanted)]
        items = [wire.user(each, account) for each in users]
        return web.json_response(page(items, request.query, self._company.page_size))

    async def user(self, request: web.Request) -> web.Response:
        account = self._company.shown
        return web.json_response(wire.user(account.user(identifier(request)), account))

    def _places(self, request: web.Request, places: Iterable[Office | Department]) -> web.Response:
        items = [wire.place(each) for each in places]
        return web.json_response(page(items, request.query, self._company.page_size))


def _filters(request: web.Request) -> list[Callable[[User], bool]]:
    """What the query asks of a user; e-mail and number must be the whole ones."""
    query = request.query
    filters: list[Callable[[User], bool]] = []
    if email := query.get("email"):
        filters.append(lambda user: user.email == email.lower())
    if number := query.get("number"):
        filters.append(lambda user: number in user.phone_numbers)
    if state := query.get("state"):
        filters.append(lambda user: state in {"all", user.state})
    administrator = boolean(query, "company_admin")
    if administrator is not None:
        filters.append(lambda user: user.is_super_admin is administrator)
    return filters
