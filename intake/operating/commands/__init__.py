"""The commands: in one module what a service's process needs, in another all that people type."""
