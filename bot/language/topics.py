"""What help can be wanted with. Pure."""

from collections.abc import Mapping

TOPICS: Mapping[str, str] = {
    name: topic
    for topic, names in {
        "closing": "closing|close|closures|closure|closings|close line|close lines|holidays|holiday|reopen|reopening|"
        "reopen line|emergency|emergencies",
        "hours": "hours|weekly hours|opening hours|special hours|usual hours|open|opening|open line|change hours|"
        "set hours|change weekly hours|schedule",
        "menu": "menu|menus|keys|key|menu keys|press|change menu|set key|change key|add key|edit menu",
        "callback": "callback|queue|queues|waiting|turn on callback|add callback",
        "greeting": "greeting|greetings|announcement|announcements|change greeting|change announcement",
        "people": "people|agents|agent|members|member|team|routing|add agent|pause agent|pause|add agents",
        "lines": "lines|line|create line|make line|add line|delete line",
        "approvals": "approvals|approval|approve|approving|approvers|approver|undo|undoing|request|requests|freeze|"
        "freezing|withdraw|undo change|approve request",
        "looking": "looking|status|history|look|who changed",
        "forms": "forms|form|edit|editing",
    }.items()
    for name in names.split("|")
}
"""What each topic is called; the first name is how it is said back."""
