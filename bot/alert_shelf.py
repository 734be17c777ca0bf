"""The alerts in the store: raised once, changed, closed; each step is a record."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlite_utils import Database

from bot.alerts import Alert, AlertCard, AlertKind, over
from bot.requests import SWITCHHOOK
from bot.shelves import as_text


class AlertShelf:
    """The alerts of the store, in the same file and the same thread."""

    _db: Database
    _clock: Callable[[], dt.datetime]
    _record: Callable[..., None]

    def raise_alert(
        self,
        kind: AlertKind,
        text: str,
        *,
        line: str = "",
        name: str = "",
        request: int | None = None,
        data: Mapping[str, Any] | None = None,
        by: str = SWITCHHOOK,
    ) -> Alert:
        """Raise an alert; the open one of the same kind, line and request comes to say this instead."""
        kept = json.dumps(data or {}, sort_keys=True)
        with self._db.atomic():
            for known in self.open_alerts(kind=kind, line=line):
                if known.request == request:
                    if (known.text, json.dumps(known.data, sort_keys=True)) != (text, kept):
                        self._db.execute(
                            "UPDATE alerts SET text = ?, data = ?, revision = revision + 1 WHERE number = ?",
                            [text, kept, known.number],
                        )
                        self._keep_told(kind.value, by, request, name, {"alert": known.number, "note": text})
                    return self.alert(known.number)
            row = {
                "kind": kind.value,
                "line": line,
                "name": name,
                "request": request,
                "opened": as_text(self._clock()),
                "by": by,
                "text": text,
                "data": kept,
                "closed": None,
                "closed_by": "",
                "outcome": "",
                "revision": 1,
            }
            key: Any = self._db.table("alerts").insert(row).last_pk
            self._keep_told(kind.value, by, request, name, {"alert": int(key), "note": text})
            return self.alert(int(key))

    def keep_alert(self, alert: Alert) -> None:
        """Keep what the card of an alert shows besides; that alone calls nobody, and is no record."""
        with self._db.atomic():
            self._db.execute(
                "UPDATE alerts SET text = ?, data = ?, revision = revision + 1 WHERE number = ?",
                [alert.text, json.dumps(alert.data, sort_keys=True), alert.number],
            )

    def close_alert(self, number: int, outcome: str, *, by: str = SWITCHHOOK) -> bool:
        """Close an alert; False if somebody was faster."""
        with self._db.atomic():
            alert = self.alert(number)
            if not alert.is_open:
                return False
            self._db.execute(
                "UPDATE alerts SET closed = ?, closed_by = ?, outcome = ?, revision = revision + 1 WHERE number = ?",
                [as_text(self._clock()), by, outcome, number],
            )
            told = {"alert": number, "note": outcome}
            self._keep_told(over(alert.kind), by, alert.request, alert.name, told)
            return True

    def alert(self, number: int) -> Alert:
        """One alert; `LookupError` if there is none."""
        rows = list(self._db.query("SELECT * FROM alerts WHERE number = ?", [number]))
        if not rows:
            msg = f"there is no alert {number}"
            raise LookupError(msg)
        return _alert(rows[0])

    def open_alerts(self, *, kind: AlertKind | None = None, line: str | None = None) -> list[Alert]:
        """The alerts that somebody still has to look at, the oldest first."""
        rows = self._db.query(
            "SELECT * FROM alerts WHERE closed IS NULL AND (? IS NULL OR kind = ?) AND (? IS NULL OR line = ?)"
            " ORDER BY number",
            [kind, kind, line, line],
        )
        return [_alert(row) for row in rows]

    def frozen(self) -> Alert | None:
        """The freeze in force, if there is one."""
        return next(iter(self.open_alerts(kind=AlertKind.FROZEN)), None)

    def stale_alerts(self) -> list[Alert]:
        """The alerts whose card does not show their last revision, or that have none."""
        rows = self._db.query(
            "SELECT alerts.* FROM alerts LEFT JOIN alert_cards ON alert_cards.alert = alerts.number"
            " WHERE alert_cards.alert IS NULL OR alert_cards.ts IS NULL OR alert_cards.shown < alerts.revision"
            " ORDER BY alerts.number"
        )
        return [_alert(row) for row in rows]

    def alert_card(self, number: int) -> AlertCard | None:
        """Where the card of an alert stands."""
        rows = self._db.query("SELECT * FROM alert_cards WHERE alert = ?", [number])
        return next((AlertCard(**row) for row in rows), None)

    def keep_alert_card(self, card: AlertCard) -> None:
        """Keep what the card of an alert shows, and where it stands."""
        with self._db.atomic():
            self._db.table("alert_cards").upsert(card.model_dump(), pk="alert")

    def _keep_told(self, kind: str, by: str, request: int | None, name: str, data: Mapping[str, Any]) -> None:
        """Record it; the card of its request has to tell it as well."""
        self._record(kind, by, request, name or None, data)
        if request is not None:
            self._db.execute("UPDATE requests SET revision = revision + 1 WHERE id = ?", [request])


def _alert(row: Mapping[str, Any]) -> Alert:
    return Alert.model_validate({**row, "data": json.loads(row["data"])})
