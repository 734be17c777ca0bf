"""How Webex writes its objects: numbers with dashes, fields that only reading knows, files with all their facts."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import phonenumbers

from sandbox.webex import menus
from sandbox.webex.account import Account, Announcement, AutoAttendant, Line, Location, Person, Queue
from sandbox.webex.blocks import E164, dumped
from sandbox.webex.forwarding_settings import Rule
from sandbox.webex.identifiers import event_id, rule_id, schedule_id
from sandbox.webex.menus import AudioFile, EmptyValues
from sandbox.webex.services import HolidayService, NightService, Service
from sandbox.webex.timetables import Event, Schedule

Json = dict[str, Any]

LANGUAGES = {"en_us": "English", "en_gb": "English (UK)", "es_us": "Spanish", "fr_ca": "French (Canada)"}
FILES = frozenset({"audioAnnouncementFile", "audioAnnouncementFiles", "audioFiles", "manualAudioFiles"})


def dashed(value: Any) -> Any:
    """A value in which every number has a dash after its country code: `+1-9195550100`."""
    match value:
        case str() if E164.fullmatch(value):
            code = str(phonenumbers.parse(value).country_code)
            return f"+{code}-{value.removeprefix(f'+{code}')}"
        case dict():
            return {key: dashed(each) for key, each in value.items()}
        case list():
            return [dashed(each) for each in value]
        case _:
            return value


def summary(line: AutoAttendant | Queue, account: Account) -> Json:
    """A line as a list shows it."""
    own: Json = {"enabled": line.settings.enabled} if isinstance(line, Queue) else {}
    return _dashed(
        {
            "id": line.id,
            "name": line.name,
            "locationName": account.location(line.location_id).name,
            "locationId": line.location_id,
            **_numbers(line.settings.phone_number, line.settings.extension),
            "tollFreeNumber": False,
            **own,
        }
    )


def auto_attendant(each: AutoAttendant, account: Account, empty_values: EmptyValues) -> Json:
    """An auto attendant as GET shows it."""
    settings = _with_files(dumped(each.settings), _files(each, account), {})
    for menu in each.settings.menus:
        settings[menu] = menus.shown(settings[menu], empty_values)
    return _dashed({**settings, "id": each.id, "enabled": True, **_shown_only(each)})


def queue(each: Queue, account: Account) -> Json:
    """A queue as GET shows it."""
    whole = _with_files(dumped(each.settings), _files(each, account), {"isTextToSpeech": False})
    whole.pop("callingLineIdPhoneNumber", None)
    overflow = whole["queueSettings"]["overflow"]
    overflow["isTransferNumberSet"] = "transferNumber" in overflow
    whole["agents"] = [_agent_of_queue(agent, account) for agent in whole["agents"]]
    return _dashed({**whole, "id": each.id, "hasCxEssentials": each.customer_assist, **_shown_only(each)})


def _agent_of_queue(settings: Json, account: Account) -> Json:
    return settings | person(account.person(settings["id"]), account)


def _shown_only(line: AutoAttendant | Queue) -> Json:
    code = line.settings.language_code
    numbers = _numbers(line.settings.phone_number, line.settings.extension)
    return {"tollFreeNumber": False, "language": LANGUAGES.get(code, code), **numbers}


def _numbers(number: str | None, extension: str | None) -> Json:
    external = {"phoneNumber": number} if number else {}
    return external | ({"extension": extension, "esn": extension} if extension else {})


def person(each: Person, account: Account) -> Json:
    """Somebody as an agent; Webex says PEOPLE of everybody, workspaces too."""
    location = account.location(each.location_id)
    return {
        "id": each.id,
        "firstName": each.first_name,
        "lastName": each.last_name,
        "type": "PEOPLE",
        "location": {"id": location.id, "name": location.name},
        **_numbers(each.phone_number, each.extension),
    }


def agent(each: Person, account: Account) -> Json:
    """An agent with what they do in all their queues."""
    queues = [queue for queue in account.queues.values() if each.id in queue.joined]
    joined = sum(queue.joined[each.id] for queue in queues)
    return _dashed(
        {
            **person(each, account),
            "queueCount": len(queues),
            "locationCount": len({queue.location_id for queue in queues}),
            "joinCount": joined,
            "unjoinCount": len(queues) - joined,
            "agentACDState": each.state,
        }
    )


def queue_of_agent(each: Queue, person_id: str, account: Account) -> Json:
    """A queue as its agent has it."""
    whole = summary(each, account)
    kept = ("id", "name", "phoneNumber", "extension", "esn", "locationId", "locationName")
    return {key: whole[key] for key in kept if key in whole} | {"joinEnabled": each.joined[person_id]}


def available_agent(each: Person) -> Json:
    """Somebody who could become an agent."""
    external = {"external": each.phone_number} if each.phone_number else {}
    return _dashed(
        {
            "id": each.id,
            "firstName": each.first_name,
            "lastName": each.last_name,
            "displayName": each.name,
            "type": "PEOPLE",
            "email": each.email,
            "hasCxEssentials": False,
            "phoneNumbers": [{**external, "extension": each.extension, "esn": each.extension, "primary": True}],
        }
    )


def waiting(each: Queue, now: datetime) -> list[Json]:
    """The calls that wait now; their numbers have no dashes, since another part of Webex writes them."""
    number = {"queueNumber": each.settings.phone_number} if each.settings.phone_number else {}
    return [
        {
            "callId": call.id,
            "remoteParty": {
                "name": call.name,
                "number": call.number,
                "privacyEnabled": False,
                "callType": "external",
            },
            "addTime": _moment(now - timedelta(seconds=call.seconds)),
            "bounced": False,
            "preservedWaitTime": 0,
            "queueName": each.name,
            **number,
        }
        for call in each.waiting
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def service(each: Service, queue: Queue, account: Account) -> Json:
    """One of a queue's services, with the schedules it may name."""
    written = _with_files(dumped(each), _files(queue, account), {"isTextToSpeech": False})
    if isinstance(each, HolidayService):
        written["holidaySchedules"] = _choices(account, queue, "holidays")
    if isinstance(each, NightService):
        written["businessHourSchedules"] = _choices(account, queue, "businessHours")
    return _dashed(written)


def _choices(account: Account, queue: Queue, type_: str) -> list[Json]:
    schedules = account.schedules_at(queue.location_id, type_)
    return [{"scheduleName": each.name, "scheduleLevel": "LOCATION"} for each in schedules]


def forwarding(line: Line) -> Json:
    """A line's forwarding, where rules are summed up in words."""
    kept = line.forwarding
    modes = {"enabled": kept.modes_enabled, "modes": []}
    rules = [_rule_in_words(each) for each in kept.rules]
    both = {"always": dumped(kept.always), "selective": dumped(kept.selective)}
    return {"callForwarding": _dashed({**both, "rules": rules, "operatingModes": modes})}


def _rule_in_words(each: Rule) -> Json:
    callers = ", ".join(each.calls_from.custom_numbers.numbers) or "Any custom number"
    called = ", ".join(str(number.phone_number or number.extension) for number in each.calls_to.numbers)
    return {
        "id": rule_id(each.name),
        "name": each.name,
        "enabled": each.enabled,
        "callsFrom": "Any private Number, Any unavailable number" if each.calls_from.selection == "ANY" else callers,
        "callsTo": called or "Primary",
        "forwardTo": each.forward_to.phone_number or each.forward_to.selection,
    }


def rule(each: Rule) -> Json:
    """A selective forwarding rule as GET shows it."""
    return _dashed({"id": rule_id(each.name), **dumped(each)})


def schedule_summary(each: Schedule, account: Account) -> Json:
    """A schedule as a list shows it: without its events."""
    return {
        "id": schedule_id(each.name),
        "name": each.name,
        "type": each.type,
        "locationName": account.location(each.location_id).name,
        "locationId": each.location_id,
    }


def schedule(each: Schedule) -> Json:
    """A schedule as GET shows it."""
    events = [event(one) for one in each.events]
    return {"id": schedule_id(each.name), "name": each.name, "type": each.type, "events": events}


def event(each: Event) -> Json:
    """An event; one that recurs without an end says so, whether its writer did or not."""
    written = {"id": event_id(each.name), **dumped(each), "allDayEnabled": bool(each.all_day_enabled)}
    if each.recurrence is not None and each.recurrence.recur_end_date is None:
        written["recurrence"]["recurForEver"] = True
    return written


def announcement(each: Announcement, account: Account) -> Json:
    """An audio file as the repository shows it."""
    place = account.locations.get(each.location_id or "")
    where = {"location": {"id": place.id, "name": place.name}} if place else {}
    return {
        "id": each.id,
        "name": each.name,
        "fileName": each.file_name,
        "fileSize": each.file_size,
        "mediaFileType": each.media_file_type,
        "level": each.level,
        **where,
    }


def file_of_attendant(each: Announcement) -> Json:
    """An auto attendant's own file."""
    return {**_facts(each), "fileSize": str(each.file_size)}


def file_of_queue(each: Announcement) -> Json:
    """A queue's own file."""
    return {"fileName": each.file_name, "fileSize": each.file_size}


def location(each: Location, account: Account) -> Json:
    """A location."""
    return {
        "id": each.id,
        "name": each.name,
        "orgId": account.id,
        "timeZone": each.timezone,
        "preferredLanguage": "en_US",
        "address": {
            "address1": each.address,
            "city": each.city,
            "state": each.state,
            "postalCode": each.postal_code,
            "country": each.country,
        },
    }


def calling_location(each: Location) -> Json:
    """A location as the calling service has it."""
    caller_id = {"name": each.name, "phoneNumber": each.main_number}
    return {"id": each.id, "name": each.name, "announcementLanguage": "en_us", "callingLineId": caller_id}


def _files(line: Line, account: Account) -> tuple[Announcement, ...]:
    return (*account.announcements, *line.announcements)


def _with_files(value: Any, known: Iterable[Announcement], more: Mapping[str, Any]) -> Any:
    """A value in which whatever names a file has that file's facts."""
    if isinstance(value, list):
        return [_with_files(each, known, more) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _described(each, known, more) if key in FILES else _with_files(each, known, more)
        for key, each in value.items()
    }


def _described(value: Any, known: Iterable[Announcement], more: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_described(each, known, more) for each in value]
    file = AudioFile.model_validate(value)
    meant = next(each for each in known if each.is_meant_by(file))
    return {**_facts(meant), **({"fileSize": str(meant.file_size), **more} if more else {})}


def _facts(each: Announcement) -> Json:
    return {
        "id": each.id,
        "fileName": each.file_name,
        "mediaFileType": each.media_file_type,
        "level": each.level,
    }


def _dashed(whole: Json) -> Json:
    written: Json = dashed(whole)
    return written
