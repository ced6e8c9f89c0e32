"""Tables, the stores, authorised reads, the form of events and sheets, and Keycloak."""
