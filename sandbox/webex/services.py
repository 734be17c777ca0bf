"""A queue's services: what becomes of calls on holidays, at night, while forwarded, and when all agents left."""

from collections.abc import Mapping
from typing import Any, Literal, Self, TypeVar

from pydantic import model_validator

from sandbox.webex.blocks import Block, Destination, read_block, require, without_nulls
from sandbox.webex.menus import AudioFile, Greeting
from sandbox.webex.queue_settings import Files
from sandbox.webex.timetables import Level


class Service(Block):
    """What the services have in common: an announcement, maybe a transfer."""

    transfer_phone_number: Destination | None = None
    audio_message_selection: Greeting = "DEFAULT"
    audio_files: Files = ()

    @property
    def files(self) -> tuple[AudioFile, ...]:
        """Every file that it plays."""
        return self.audio_files

    @property
    def transfers(self) -> bool:
        """Whether it needs somewhere to transfer to."""
        return getattr(self, "action", None) == "TRANSFER"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.transfers and self.transfer_phone_number is None:
            message = "transferPhoneNumber is mandatory for a transfer"
            raise ValueError(message)
        if self.audio_message_selection == "CUSTOM" and not self.audio_files:
            message = "audioFiles are mandatory with a CUSTOM audioMessageSelection"
            raise ValueError(message)
        return self


class HolidayService(Service):
    """What becomes of calls on holidays."""

    holiday_service_enabled: bool = False
    action: Literal["BUSY", "TRANSFER"] = "BUSY"
    holiday_schedule_level: Level = "LOCATION"
    holiday_schedule_name: str | None = None
    play_announcement_before_enabled: bool = False

    @model_validator(mode="after")
    def _names_its_schedule(self) -> Self:
        if self.holiday_service_enabled and self.holiday_schedule_name is None:
            message = "holidayScheduleName is mandatory while the service is enabled"
            raise ValueError(message)
        return self


class NightService(Service):
    """What becomes of calls outside business hours."""

    night_service_enabled: bool = False
    action: Literal["BUSY", "TRANSFER"] = "BUSY"
    play_announcement_before_enabled: bool = False
    announcement_mode: Literal["NORMAL", "MANUAL"] = "NORMAL"
    business_hours_name: str | None = None
    business_hours_level: Level = "LOCATION"
    force_night_service_enabled: bool = False
    manual_audio_message_selection: Greeting = "DEFAULT"
    manual_audio_files: Files = ()

    @property
    def files(self) -> tuple[AudioFile, ...]:
        return (*self.audio_files, *self.manual_audio_files)

    @model_validator(mode="after")
    def _names_its_schedule(self) -> Self:
        if self.night_service_enabled and self.business_hours_name is None:
            message = "businessHoursName is mandatory while the service is enabled"
            raise ValueError(message)
        if self.manual_audio_message_selection == "CUSTOM" and not self.manual_audio_files:
            message = "manualAudioFiles are mandatory with a CUSTOM manualAudioMessageSelection"
            raise ValueError(message)
        return self


class ForcedForward(Service):
    """A diversion of all new calls, for a while."""

    forced_forward_enabled: bool = False
    play_announcement_before_enabled: bool = False

    @property
    def transfers(self) -> bool:
        return self.forced_forward_enabled


class StrandedCalls(Service):
    """What becomes of waiting calls when no agent is left."""

    action: Literal["NONE", "BUSY", "TRANSFER", "NIGHT_SERVICE", "RINGING", "ANNOUNCEMENT"] = "NONE"
    trigger_policy_when_all_agents_are_unreachable_enabled: bool = False


REQUIRED: Mapping[type[Service], tuple[str, ...]] = {
    HolidayService: (
        "holidayServiceEnabled",
        "action",
        "holidayScheduleLevel",
        "playAnnouncementBeforeEnabled",
        "audioMessageSelection",
    ),
    NightService: (
        "nightServiceEnabled",
        "playAnnouncementBeforeEnabled",
        "announcementMode",
        "audioMessageSelection",
        "forceNightServiceEnabled",
        "manualAudioMessageSelection",
    ),
    ForcedForward: ("forcedForwardEnabled", "playAnnouncementBeforeEnabled", "audioMessageSelection"),
    StrandedCalls: ("action", "audioMessageSelection"),
}

Written = TypeVar("Written", bound=Service)


def changed(service: Written, body: dict[str, Any]) -> Written:
    """A service after a PUT, which has mandatory fields; the others stay as they are if it does not mention them."""
    written = without_nulls(body)
    require(written, *REQUIRED[type(service)])
    return read_block(type(service), service.model_dump(mode="json", exclude_none=True) | written)
