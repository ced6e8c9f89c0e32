"""Access to a service's own PostgreSQL database, its migrations and its roles."""
