"""People, channels and groups as the Web API shows them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.slack.directory import Directory
from sandbox.slack.team import Channel, Person, UserGroup
from sandbox.storage import Json

FOUNDED = 1_700_000_000


def user(person: Person, directory: Directory, now: datetime) -> Json:
    """Return a person as ``users.info`` does."""
    team_id = person.team_id or directory.team.id
    local = now.astimezone(ZoneInfo(person.zone))
    offset = local.utcoffset()
    is_app = person == directory.bot
    app = {"bot_id": directory.team.app.bot_id, "api_app_id": directory.team.app.id} if is_app else {}
    return {
        "id": person.id,
        "team_id": team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "tz": person.zone,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted or person.is_ultra_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_stranger": team_id != directory.team.id,
        "updated": FOUNDED,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "title": person.title,
            "team": team_id,
            **app,
        },
    }


def channel(place: Channel, directory: Directory) -> Json:
    """Return a conversation as ``conversations.info`` does."""
    common = {
        "id": place.id,
        "created": FOUNDED,
        "is_archived": place.is_archived,
        "is_im": place.kind == "direct",
        "is_mpim": False,
        "is_org_shared": False,
        "is_ext_shared": place.is_ext_shared,
        "is_shared": place.is_ext_shared,
        "context_team_id": directory.team.id,
    }
    if place.kind == "direct":
        return {**common, "user": directory.members(place)[0].id, "is_open": True}
    return {
        **common,
        "name": place.name,
        "name_normalized": place.name,
        "is_channel": place.kind == "public",
        "is_group": place.kind == "private",
        "is_private": place.kind == "private",
        "is_general": False,
        "is_member": place.has_bot,
        "creator": directory.everyone[0].id,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def group(usergroup: UserGroup, directory: Directory) -> Json:
    """Return a user group as ``usergroups.list`` does."""
    maker = usergroup.created_by or directory.everyone[0].name
    editor = usergroup.updated_by or maker
    return {
        "id": usergroup.id,
        "team_id": directory.team.id,
        "is_usergroup": True,
        "is_external": False,
        "name": usergroup.title,
        "handle": usergroup.name,
        "description": "",
        "date_create": FOUNDED,
        "date_update": FOUNDED,
        "date_delete": 0,
        "auto_type": None,
        "created_by": directory.named_person(maker).id,
        "updated_by": directory.named_person(editor).id,
        "deleted_by": None,
        "user_count": len(usergroup.members),
    }
