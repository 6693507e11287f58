"""The whole service on one machine, with keys made on the spot: for trying, never for use.

The service never imports this package. Its certificates say DEMONSTRATION and the production
commands refuse them; it listens on loopback only and can send nowhere but to its own inbox.
"""
