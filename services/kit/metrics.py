"""Prometheus metrics that every service has; labels hold codes and names of methods only (OPS-1)."""

from prometheus_client import Counter, Gauge, Histogram

CALLS = Counter("rongrian_grpc_calls_total", "gRPC calls answered, by method and code.", ["method", "code"])
CALL_SECONDS = Histogram("rongrian_grpc_call_seconds", "Time to answer a gRPC call.", ["method"])
OUTBOX_PUBLISHED = Counter("rongrian_outbox_published_total", "Events that the relay has published.")
OUTBOX_WAITING = Gauge("rongrian_outbox_waiting", "Events recorded and not yet published.")
EVENTS_HANDLED = Counter("rongrian_events_handled_total", "Events that a consumer has taken in.", ["consumer"])
EVENTS_REPEATED = Counter("rongrian_events_repeated_total", "Deliveries of events taken in before.", ["consumer"])
EVENTS_PARKED = Counter("rongrian_events_parked_total", "Events parked as unreadable or refused.", ["consumer"])
PARKED = Gauge("rongrian_parked", "Messages parked now, to be retried or dropped.", ["consumer"])
CONSUMER_WAITING = Gauge("rongrian_consumer_waiting", "Events in the stream not yet taken in.", ["consumer"])
CONSUMER_LAST_EVENT = Gauge(
    "rongrian_consumer_last_event_timestamp_seconds", "When the last event taken in was published.", ["consumer"]
)
CONSUMER_LAST_SEQUENCE = Gauge(
    "rongrian_consumer_last_event_sequence", "Place in the stream of the last event taken in.", ["consumer"]
)
DIRECTORY_LAG = Gauge("rongrian_directory_lag_seconds", "Age of the copy of agencies and officers (ROLE-2).")
AUDIT_UNLINKED = Gauge("rongrian_audit_unlinked", "Audit entries that wait for their link.")
TASK_FAILURES = Counter("rongrian_task_failures_total", "Runs of a background task that ended in an error.", ["task"])
