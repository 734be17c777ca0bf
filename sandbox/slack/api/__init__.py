"""The Web API: the methods that an app calls."""
