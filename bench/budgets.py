"""What the pages may weigh: measured by `make bench`, held by the tests."""

ONE_ROUND_TRIP = 14_600
"""Bytes that a new connection sends before it waits for an answer: the front page's first view."""
FORM_BYTES = 10_000
"""Each step of the form with its stylesheet and script."""
