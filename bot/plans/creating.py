"""The plans that make a line, and delete it again. Pure."""

import hashlib
import json
from collections.abc import Mapping

from adapters import Field, FieldValue, Line, LineKind, NewLine, Setup, WeeklyHours
from bot import describe
from bot.kept import AddedLine
from bot.plans.facts import Facts
from bot.requests import Difference, LinePlan


def creation(new: NewLine, kind: LineKind, *, zone: str, country: str) -> LinePlan:
    """The plan that makes a line; `zone` is the line's as far as it is known."""
    what, _, place = kind.label.partition(" in ")
    vendor = describe.vendor(kind.system)
    given = [(field, new.values[field.name]) for field in kind.fields if field.name in new.values]
    told = [Difference(what=field.label, was="", will=field.words(value)) for field, value in given]
    risky = [(field, value) for field, value in given if _is_risky(field, value)]
    digest = _digest({"creates": new.model_dump(mode="json")})
    line = Line(system=new.system, id=f"new:{digest[:12]}", name=new.name, kind=kind.label, zone=zone, country=country)
    setup = Setup(line_id=line.id, zone=zone, hours=WeeklyHours())
    return LinePlan(
        line=line,
        changes=(),
        before=setup,
        after=setup,
        summary=f"Create the {what} “{new.name}”{f' in {place}' if place else ''} at {vendor}.",
        differences=tuple(told),
        warnings=(
            *(
                f"Make sure that {value} ({field.label}) is the company's own number, or is meant to get calls."
                for field, value in risky
                if field.type == "phone"
            ),
            *([kind.note] if kind.note else []),
            *kind.left_out(new.values),
            f"Whatever is not named is as {vendor} sets it by itself.",
            "It is made as soon as it is approved, and is among Switchhook's lines from then on.",
        ),
        risk="high" if risky else "low",
        risks=tuple(f"{field.label} is {field.words(value)}" for field, value in risky),
        digest=digest,
        creates=new,
    )


def deletion(facts: Facts, added: AddedLine, going: Mapping[int, LinePlan]) -> LinePlan:
    """The plan that deletes a line which a request has made; `going` is what other requests have made of it."""
    line, vendor = facts.line, describe.vendor(facts.line.system)
    what, _, place = added.kind.partition(" in ")
    return LinePlan(
        line=line,
        changes=(),
        before=facts.setup,
        after=facts.setup,
        summary=f"Delete the {what} “{line.name}”{f' in {place}' if place else ''} at {vendor}.",
        differences=(
            Difference(
                what=line.name,
                was=f"{describe.a_kind(added.kind)} at {vendor}, made by request {added.request}",
                will="deleted",
            ),
        ),
        callers=(f"Nobody reaches {line.name} any more.",),
        warnings=(
            f"{vendor} deletes it with all its settings, which cannot be brought back.",
            *(_gone_with_it(number, going[number]) for number in sorted(going)),
            f"Whatever else leads calls to {line.name} has to be changed by hand.",
        ),
        risk="high",
        risks=("the line and all its settings will be gone",),
        digest=_digest({"deletes": added.key, "made by": added.request, "with": sorted(going)}),
        undoes=added.request,
        deletes=True,
    )


def _gone_with_it(number: int, plan: LinePlan) -> str:
    """What becomes of what a request has set on a line that is deleted."""
    becomes = f"stays for {describe.listed(plan.along)}" if plan.along else "goes with it"
    return f"What request {number} has set {becomes}: {plan.summary}"


def _is_risky(field: Field, value: FieldValue) -> bool:
    """Whether a value is to be looked at twice; what most people want is not."""
    return field.risk == "high" and value is not False and value != field.suggestion


def _digest(content: Mapping[str, object]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]
