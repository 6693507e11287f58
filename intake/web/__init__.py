"""The form on the line: one address in each language, no cookie, no session, no trace.

What stays true: views only validate, accept and show; HTML stands in templates; every answer
carries the security headers.
"""
