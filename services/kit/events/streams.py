"""The streams of JetStream: one for each service that tells something."""

from datetime import timedelta

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from pydantic import SecretStr

from kit.domain.errors import Unavailable
from kit.log import log

KEPT = timedelta(days=7)
# A relay that was down between publish and mark repeats itself; within this window the server drops the second.
DUPLICATES = timedelta(hours=1)


def stream_of(service: str) -> str:
    return service.upper()


def subject_of(service: str, happening: str) -> str:
    """`rongrian.cases.v1.case_recorded` for ("cases", "case_recorded")."""
    return f"rongrian.{service}.v1.{happening}"


async def keep_connected(client: Client, url: SecretStr, name: str) -> None:
    """Connect `client`, trying for as long as it takes; from then on it comes back by itself."""

    async def said(error: Exception) -> None:
        log.warning("nats connection", error=type(error).__name__)

    await client.connect(
        url.get_secret_value(),
        name=name,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        connect_timeout=2,
        error_cb=said,
        allow_reconnect=True,
    )


async def connect(url: SecretStr, name: str) -> Client:
    """A client that is connected and stays so."""
    client = Client()
    await keep_connected(client, url, name)
    return client


async def connect_once(url: SecretStr, name: str) -> Client:
    """A client that is connected, or Unavailable after a moment: for a command, whose user can try again himself."""
    client = Client()
    try:
        await client.connect(
            url.get_secret_value(),
            name=name,
            allow_reconnect=False,
            max_reconnect_attempts=1,  # of connecting, too: 0 would mean without end
            reconnect_time_wait=1,
            connect_timeout=2,
            error_cb=_said_by_the_command,
        )
    except (NatsError, OSError) as error:
        raise Unavailable("nats") from error
    return client


async def _said_by_the_command(error: Exception) -> None:
    """What goes wrong is raised where it is waited for, and told there."""


async def ensure_stream(jetstream: JetStreamContext, service: str) -> None:
    """Make a service's stream if it is not there; whoever needs it first does so, always in the same words.

    Raises Unavailable while NATS is away.
    """
    stream = StreamConfig(
        name=stream_of(service),
        subjects=[f"rongrian.{service}.>"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        max_age=KEPT.total_seconds(),
        duplicate_window=DUPLICATES.total_seconds(),
        allow_msg_ttl=True,
    )
    try:
        await jetstream.add_stream(stream)
    except (NatsError, AssertionError) as error:  # nats-py asserts that it has connected once
        raise Unavailable("nats") from error
