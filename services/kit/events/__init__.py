"""How what has happened travels: outbox, relay, JetStream, consumer, inbox, parking."""
