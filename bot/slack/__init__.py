"""The Slack surface: it turns clicks and sentences into calls of the desk, and answers and requests into blocks."""
