"""The long storm and the soak: kill -9, a mail server that flaps, thousands of invented letters.

`make storm` runs them; `make test` runs a short storm (`tests/faults/test_storm.py`). Nothing here
measures speed: it may run beside other work.
"""
