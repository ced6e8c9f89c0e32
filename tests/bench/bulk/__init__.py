"""Many rows as the services would have written them, by COPY."""
