"""What is wrong with settings, in sentences: pure."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from adapters import Value

Location: TypeAlias = tuple[str | int, ...]
Lines: TypeAlias = Mapping[int, Mapping[str, Any]]

_KINDS = {
    "bool": "should be true or false",
    "float": "should be a number",
    "int": "should be a whole number",
    "model": "should be a table",
    "path": "should be a text in quotes",
    "string": "should be a text in quotes",
    "tuple": "should be a list in square brackets",
}
_LARGEST_ID = 2**63 - 1


class Mistake(Value):
    """Something wrong at a place of a document."""

    location: Location
    text: str


def place(location: Location, document: Mapping[str, Any]) -> str:
    """Where a location is, as the file writes it: `[policy] approve`, `[[lines]] 2 "Sales", id`."""
    match location:
        case ("lines", int(index), *keys):
            return _repeated("lines", document["lines"], index, keys)
        case ("policy", "rules" | "freezes" as table, int(index), *keys):
            return _repeated(f"policy.{table}", document["policy"][table], index, keys)
        case (*_, int()):
            return place(location[:-1], document)
        case (*tables, key) if tables:
            return f"[{'.'.join(map(str, tables))}] {key}"
        case _:
            return ".".join(map(str, location))


def _repeated(table: str, found: Sequence[Any], index: int, keys: Sequence[str | int]) -> str:
    """A place in a table that comes several times, which is told by its number and by its name if it has one."""
    name = found[index].get("name") if isinstance(found[index], dict) else None
    head = f'[[{table}]] {index + 1} "{name}"' if isinstance(name, str) else f"[[{table}]] {index + 1}"
    return ", ".join([head, *map(str, keys[:1])])


def described(model: type[BaseModel], location: Location) -> str:
    """What a setting is, in the words of its table; empty if it needs none."""
    *tables, key = location
    return keys(_model_at(model, tuple(tables)))[str(key)].description or ""


def keys(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a table as the file writes them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def in_tables(model: type[BaseModel], error: ValidationError) -> Iterator[Mistake]:
    """What is wrong within single tables."""
    for each in error.errors():
        if each["loc"]:
            yield Mistake(location=each["loc"], text=_text(model, each))


def untold(error: ValidationError) -> Iterator[Mistake]:
    """What only the whole could see, for want of anything that names its place."""
    for each in error.errors():
        yield Mistake(location=(), text=each["msg"].removeprefix("Value error, "))


def between_tables(model: type[BaseModel], document: Mapping[str, Any]) -> Iterator[Mistake]:
    """What no table can see for itself; whatever else is wrong does no harm here."""
    lines = {index: line for index, line in enumerate(items(document.get("lines"))) if isinstance(line, dict)}
    vendors = document.get("vendors")
    configured = [name for name, table in vendors.items() if table is not None] if isinstance(vendors, dict) else []
    known = [*keys(_model_at(model, ("vendors",)))]
    yield from _taken(_names(lines), lines)
    yield from _taken(_ids(lines), lines)
    for index, line in lines.items():
        yield from _vendor_mistakes(index, line, configured, known)


def _text(model: type[BaseModel], error: ErrorDetails) -> str:
    match error["type"]:
        case "missing":
            return f"missing: {described(model, error['loc'])}"
        case "extra_forbidden":
            return _unknown(str(error["loc"][-1]), _model_at(model, error["loc"][:-1]))
        case "value_error":
            return str(error["ctx"]["error"])
        case kind:
            told = error["msg"].removeprefix("Input ")
            if not kind.endswith(("_type", "_parsing")):
                return told
            return f"{_entry(error['loc'])}{_KINDS.get(kind.partition('_')[0], told)}"


def _entry(location: Location) -> str:
    """Which entry of a list is meant, where its place alone does not tell: `entry 2 `."""
    match location:
        case ("lines", int()) | ("policy", "rules" | "freezes", int()):
            return ""
        case (*_, int(index)):
            return f"entry {index + 1} "
        case _:
            return ""


def _unknown(key: str, model: type[BaseModel]) -> str:
    close = difflib.get_close_matches(key, keys(model), n=1)
    known = ", ".join(keys(model))
    return f'no such setting; did you mean "{close[0]}"?' if close else f"no such setting; there are {known}"


def _model_at(model: type[BaseModel], tables: Location) -> type[BaseModel]:
    for table in tables:
        if isinstance(table, str):
            annotation = keys(model)[table].annotation
            model = next(each for each in (annotation, *get_args(annotation)) if hasattr(each, "model_fields"))
    return model


def items(given: object) -> Sequence[Any]:
    """What a list holds; nothing if it is none."""
    return given if isinstance(given, (list, tuple)) else ()


def _names(lines: Lines) -> Iterator[tuple[Location, str]]:
    for index, line in lines.items():
        for key, name in [("name", line.get("name")), *(("aliases", each) for each in items(line.get("aliases")))]:
            if isinstance(name, str):
                yield ("lines", index, key), name


def _ids(lines: Lines) -> Iterator[tuple[Location, str]]:
    for index, line in lines.items():
        if "id" in line:
            yield ("lines", index, "id"), f"{line.get('vendor')} {line['id']}"


def _taken(claims: Iterable[tuple[Location, str]], lines: Lines) -> Iterator[Mistake]:
    owners: dict[str, Location] = {}
    for location, claim in claims:
        owner = owners.setdefault(claim.casefold(), location)
        if owner is not location:
            holder = place(owner[:2], {"lines": lines})
            yield Mistake(location=location, text=f'"{claim}" is already taken by {holder}')


def _vendor_mistakes(
    index: int, line: Mapping[str, Any], configured: Sequence[str], known: Sequence[str]
) -> Iterator[Mistake]:
    vendor = line.get("vendor")
    if isinstance(vendor, str) and vendor not in configured:
        others = f" (there is {', '.join(configured)})" if configured else ""
        close = difflib.get_close_matches(vendor.casefold(), known, n=1)
        text = f'"{vendor}" has no table [vendors.{vendor}]{others}'
        if vendor not in known:
            hint = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(known)}"
            text = f'"{vendor}" is no vendor that Switchhook knows; {hint}'
        yield Mistake(location=("lines", index, "vendor"), text=text)
    if vendor == "dialpad" and "id" in line and not _is_dialpad_id(str(line["id"])):
        text = f'"{line["id"]}" is not the id of a call center; copy it from `switchhook lines --discover`'
        yield Mistake(location=("lines", index, "id"), text=text)


def _is_dialpad_id(text: str) -> bool:
    return re.fullmatch("[1-9][0-9]{0,18}", text) is not None and int(text) <= _LARGEST_ID
