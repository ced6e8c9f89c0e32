"""What happens to the tree and to officers as events: ids, codes, dates and the blind index, nothing else."""

from datetime import datetime
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp

from agencies.adapters.messages import agency_message, rights_message
from agencies.domain.errors import TooManyToMove
from agencies.domain.officer import Officer
from agencies.domain.tree import Tree, TreeAct, TreeHappening
from kit.events.envelope import new_header, outgoing
from kit.events.outbox import OutgoingEvent
from kit.events.streams import subject_of
from rongrian.agencies.v1 import agency_events_pb2 as events
from rongrian.kit.v1.event_pb2 import EventHeader

# What the stream takes in one message, with room for its headers.
MOST_BYTES = 1_000_000


def encode_tree(tree: Tree, *, actor: UUID | None, at: datetime) -> list[OutgoingEvent]:
    """One event for each happening, with the agencies as they stand after all of them. Raises TooManyToMove."""
    return [_encode(tree, happening, actor, at) for happening in tree.happenings]


def encode_officer(officer: Officer, *, actor: UUID, at: datetime) -> OutgoingEvent:
    subject = officer.subject or UUID(int=0)
    event = events.AgenciesEvent(
        header=new_header(at, subject, officer.version, actor),
        officer_changed=events.OfficerChanged(rights=rights_message(officer)),
    )
    return outgoing("agencies", event)


def encode_heartbeat(whole_until: datetime) -> OutgoingEvent:
    """Without an id of its own: it may be repeated, and is kept nowhere."""
    moment = Timestamp()
    moment.FromDatetime(whole_until)
    event = events.AgenciesEvent(header=EventHeader(), heartbeat=events.DirectoryHeartbeat(whole_until=moment))
    return OutgoingEvent(UUID(int=0), subject_of("agencies", "heartbeat"), event.SerializeToString())


def _encode(tree: Tree, happening: TreeHappening, actor: UUID | None, at: datetime) -> OutgoingEvent:
    first = tree.agency(happening.agencies[0])
    event = events.AgenciesEvent(header=new_header(at, first.id, first.version, actor))
    if happening.act is TreeAct.MOVE:
        carried = sorted((tree.agency(each) for each in happening.carried), key=lambda agency: len(agency.path))
        event.agency_moved.agencies.extend(agency_message(agency) for agency in carried)
        if event.ByteSize() > MOST_BYTES:
            raise TooManyToMove
    else:
        event.agency_changed.agency.CopyFrom(agency_message(first))
    return outgoing("agencies", event)
