"""What Alembic runs: the steps, in the transaction that it was given and does not end."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
