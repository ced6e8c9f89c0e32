"""A service's own copy of agencies and officers, and what a caller may see by it (ROLE-2, ROLE-5)."""
