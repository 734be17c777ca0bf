"""What all bodies have in common: camelCase, exact types, nothing unknown, telephone numbers without dashes."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from sandbox.webex.errors import BackendError, missing

E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
NATIONAL = re.compile(r"[2-9]\d{9}", re.ASCII)
DIGITS = re.compile(r"\d{2,10}", re.ASCII)

NUMBER = "phoneNumber or extension"


class Block(
    BaseModel,
    frozen=True,
    strict=True,
    extra="forbid",
    alias_generator=to_camel,
    validate_by_name=True,
    validate_by_alias=True,
    serialize_by_alias=True,
):
    """A value that a client writes."""


Read = TypeVar("Read", bound=Block)


def _phone_number(written: str) -> str:
    if NATIONAL.fullmatch(written):
        return f"+1{written}"
    if not E164.fullmatch(written):
        message = f"{written!r} is not a phone number such as +19195550100"
        raise ValueError(message)
    return written


def _extension(written: str) -> str:
    if not DIGITS.fullmatch(written):
        message = f"{written!r} is not an extension of 2 to 10 digits"
        raise ValueError(message)
    return written


def _destination(written: str) -> str:
    if not (E164.fullmatch(written) or DIGITS.fullmatch(written)):
        message = f"{written!r} is neither a phone number such as +19195550100 nor an extension"
        raise ValueError(message)
    return written


def _zone(written: str) -> str:
    try:
        ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"{written!r} is not a time zone"
        raise ValueError(message) from error
    return written


Name = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\r\n]+$")]
PhoneNumber = Annotated[str, AfterValidator(_phone_number)]
Extension = Annotated[str, AfterValidator(_extension)]
Destination = Annotated[str, AfterValidator(_destination)]
Zone = Annotated[str, AfterValidator(_zone)]


def read_block(block: type[Read], whole: Mapping[str, Any]) -> Read:
    """A block from JSON, or the backend's refusal, which names every wrong field."""
    try:
        return block.model_validate_json(json.dumps(whole), by_alias=True, by_name=False)
    except ValidationError as error:
        raise _refused(error) from error


def _refused(error: ValidationError) -> BackendError:
    problems = error.errors()
    absent = next((each for each in problems if each["type"] == "missing"), None)
    if absent is not None:
        return missing(_path(absent["loc"]))
    return BackendError(400, "; ".join(f"{_path(each['loc'])}: {each['msg']}".lstrip(": ") for each in problems))


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(each) for each in location)


def dumped(block: BaseModel) -> dict[str, Any]:
    """A block as JSON, without what is not set."""
    return block.model_dump(mode="json", exclude_none=True)


def without_nulls(value: Any) -> Any:
    """A body as the backend reads it, to which null says nothing."""
    if isinstance(value, dict):
        return {key: without_nulls(each) for key, each in value.items() if each is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


def merged(whole: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """An object after a partial update: objects are merged, lists and values are replaced."""
    result = dict(whole)
    for key, each in written.items():
        old = result.get(key)
        result[key] = merged(old, each) if isinstance(old, dict) and isinstance(each, dict) else each
    return result


def require(body: Mapping[str, Any], *fields: str, inside: str = "") -> None:
    """Refuse a body without one of these fields."""
    for field in fields:
        if field not in body:
            raise missing(f"{inside}.{field}".lstrip("."))
