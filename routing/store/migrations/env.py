"""Alembic's entry: run the migrations on the connection that `routing.store.engine.migrate` hands over."""

from alembic import context

from routing.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
