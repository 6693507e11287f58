"""Letters come in: the clerk, send-once, limits, and every way to say no.

What stays true: nothing is said to be received before the sealed letter is committed, and one draft
becomes one letter however often it is sent.
"""
