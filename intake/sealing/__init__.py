"""From a letter to bytes that nobody in this service can open.

What stays true: signed and encrypted in memory, to every certificate that is usable at that second;
there is no path in clear.
"""
