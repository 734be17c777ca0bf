"""Switchhook's application: from a sentence in Slack to a changed phone line."""
