"""The operator's side: commands, health on its own socket, and what the process forbids itself.

What stays true: no command shows or stores a content; every finding comes with its cure.
"""
