"""What an independent client's strict models say of a body that we sent."""

import re
from typing import Any

from pydantic import ValidationError

from tests.adapters.webex.fake_webex import Call

_AUDIO = "audioAnnouncementFile"


def complaints(call: Call) -> list[str]:
    """What is wrong with a request, one text each."""
    if call.method not in {"POST", "PUT"} or call.body is None:
        return []
    for pattern, judge in _judges().items():
        if re.fullmatch(pattern, call.path):
            try:
                judge(call.body)
            except ValidationError as error:
                return [f"{call.method} {call.path}: {error}"]
            return []
    return [f"Nobody knows what to send to {call.path}."]


def _judges() -> dict[str, Any]:
    from wxc_sdk.common.schedules import Event, Schedule  # noqa: PLC0415  # after the switch to strict models
    from wxc_sdk.telephony.autoattendant import AutoAttendant  # noqa: PLC0415
    from wxc_sdk.telephony.callqueue import CallQueue  # noqa: PLC0415
    from wxc_sdk.telephony.callqueue.agents import AgentCallQueueSetting  # noqa: PLC0415
    from wxc_sdk.telephony.callqueue.policies import (  # noqa: PLC0415
        ForcedForward,
        HolidayService,
        NightService,
        StrandedCalls,
    )

    home = "/telephony/config/locations/[^/]+"
    return {
        f"{home}/autoAttendants(/[^/]+)?": lambda body: AutoAttendant.model_validate(_without_key_files(body)),
        f"{home}/queues(/[^/]+)?": CallQueue.model_validate,
        f"{home}/queues/[^/]+/holidayService": HolidayService.model_validate,
        f"{home}/queues/[^/]+/nightService": NightService.model_validate,
        f"{home}/queues/[^/]+/forcedForward": ForcedForward.model_validate,
        f"{home}/queues/[^/]+/strandedCalls": StrandedCalls.model_validate,
        f"{home}/schedules": Schedule.model_validate,
        f"{home}/schedules/[^/]+/[^/]+/events(/[^/]+)?": Event.model_validate,
        "/telephony/config/queues/agents/[^/]+/settings": lambda body: [
            AgentCallQueueSetting.model_validate(each) for each in body["settings"]
        ],
    }


def _without_key_files(body: dict[str, Any]) -> dict[str, Any]:
    """The body without announcements of keys: Webex documents them, and the models forget them."""
    return {
        name: {
            **part,
            "keyConfigurations": [
                {field: value for field, value in each.items() if field != _AUDIO} for each in part["keyConfigurations"]
            ],
        }
        if isinstance(part, dict) and "keyConfigurations" in part
        else part
        for name, part in body.items()
    }
