"""What people do with whole forms: send them, close them."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.slack.contents import checked_view
from sandbox.slack.courier import Parcel, Receipt
from sandbox.slack.errors import RefusedError, SlackError
from sandbox.slack.forms import Forms
from sandbox.slack.records import View
from sandbox.slack.sending import Outcome, Sending
from sandbox.slack.team import Person
from sandbox.slack.views import Views
from sandbox.storage import Json

TROUBLE = "We had some trouble connecting. Try again?"


class Submissions:
    """Plays the sending and closing of forms, and does what the app answers."""

    def __init__(self, sending: Sending, forms: Forms, views: Views) -> None:
        self._sending = sending
        self._forms = forms
        self._views = views
        self._answers: Mapping[str, Callable[[View, Json], object]] = {
            "errors": self._show_errors,
            "update": lambda view, answer: views.replace(view, checked_view(answer.get("view"), "modal")),
            "push": lambda view, answer: views.push(view.owner, checked_view(answer.get("view"), "modal")),
            "clear": lambda view, _answer: views.clear(view.owner),
        }

    async def submit(self, user: str, values: dict[str, dict[str, Any]]) -> Outcome:
        """Fill in the form in front of a person, and send it."""
        person, view = self._open(user)
        if not view.content.get("submit"):
            raise RefusedError(sentence="The open form has no button to send it.", status=409)
        view.inputs = self._forms.changed(view.blocks, view.inputs, values)
        view.errors, view.notice = self._forms.complaints(view.blocks, view.inputs), None
        if view.errors:
            told = "; ".join(f"{block_id}: {complaint}" for block_id, complaint in view.errors.items())
            self._sending.memory.save()
            raise RefusedError(sentence=f"The form cannot be sent. {told}", errors=view.errors)
        receipt = await self._sending.interact(
            "view_submission",
            person,
            wants_answer=True,
            view=self._views.as_slack(view),
            response_urls=[],
        )
        return self._concluded(view, receipt)

    async def close(self, user: str, *, everything: bool = False) -> Outcome:
        """Close the form in front, or with its x the whole stack."""
        person, view = self._open(user)
        everything = everything or view.content.get("clear_on_close", False)
        told = self._views.stack(person.id)[0] if everything else view
        if everything:
            self._views.clear(person.id)
        else:
            self._views.close(view)
        self._sending.memory.save()
        if not told.content.get("notify_on_close"):
            return Outcome(acked=True)
        facts = {"view": self._views.as_slack(told), "is_cleared": everything}
        payload = self._sending.payloads.interaction("view_closed", person, **facts)
        receipt = await self._sending.courier.deliver(Parcel("interactive", payload))
        return Outcome(acked=receipt.acked)

    def _open(self, user: str) -> tuple[Person, View]:
        person = self._sending.directory.named_person(user)
        view = self._views.top(person.id)
        if view is None:
            raise RefusedError(sentence=f"{person.real_name} has no form open.", status=409)
        return person, view

    def _concluded(self, view: View, receipt: Receipt) -> Outcome:
        problem = self._sending.problem(lambda: self._obey(view, receipt)) if receipt.acked else receipt.error
        if problem:
            view.notice = TROUBLE
        self._sending.memory.save()
        action = receipt.answer.get("response_action")
        return Outcome(acked=receipt.acked, response_action=action, errors=view.errors, problem=problem)

    def _obey(self, view: View, receipt: Receipt) -> None:
        if not receipt.answer:
            self._views.close(view)
            return
        obey = self._answers.get(receipt.answer.get("response_action", ""))
        if obey is None:
            raise SlackError(code="invalid_response_action")
        obey(view, receipt.answer)

    def _show_errors(self, view: View, answer: Json) -> None:
        errors = answer.get("errors")
        fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= fields:
            raise SlackError(code="invalid_errors")
        view.errors = {block_id: str(complaint) for block_id, complaint in errors.items()}
