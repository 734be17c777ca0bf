"""Bodies of the services of a queue."""

from typing import Any

HOLIDAY: dict[str, Any] = {
    "holidayServiceEnabled": True,
    "action": "BUSY",
    "holidayScheduleLevel": "LOCATION",
    "holidayScheduleName": "Holidays",
    "playAnnouncementBeforeEnabled": False,
    "audioMessageSelection": "DEFAULT",
}
NIGHT: dict[str, Any] = {
    "nightServiceEnabled": True,
    "playAnnouncementBeforeEnabled": False,
    "announcementMode": "NORMAL",
    "audioMessageSelection": "DEFAULT",
    "forceNightServiceEnabled": True,
    "manualAudioMessageSelection": "DEFAULT",
    "businessHoursName": "Business Hours",
    "businessHoursLevel": "LOCATION",
    "action": "TRANSFER",
    "transferPhoneNumber": "1234",
}
FORCED: dict[str, Any] = {
    "forcedForwardEnabled": True,
    "transferPhoneNumber": "+19195550111",
    "playAnnouncementBeforeEnabled": False,
    "audioMessageSelection": "DEFAULT",
}
STRANDED: dict[str, Any] = {"action": "NIGHT_SERVICE", "audioMessageSelection": "DEFAULT"}
SERVICES = {"holidayService": HOLIDAY, "nightService": NIGHT, "forcedForward": FORCED, "strandedCalls": STRANDED}
