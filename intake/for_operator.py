"""What stops a command, and is for its operator to put right."""


class ForOperator(Exception):
    """Told in a line each, without a traceback; the argument says what is wrong."""
