"""The operator's commands; `intake.__main__` says which word calls which."""
