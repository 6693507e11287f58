"""The steps of the schema's history. None is ever changed after its release."""
