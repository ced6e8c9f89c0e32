"""โครงสร้างหน่วยงาน: the whole tree while it is changed, by one hand at a time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from uuid import UUID

from agencies.domain.agency import Agency, AgencyDetails
from agencies.domain.errors import AgencyIsClosed, CountryOwesNothing, OpenAgenciesBelow, RootStays, WouldBeCircle
from agencies.domain.summary_duty import first_round_after, owes_summaries
from agencies.domain.terms import ROOT, AgencyKind, SummarySetting
from kit.domain.errors import Fault, NotFound


class TreeAct(Enum):
    CREATE = "agency.create"
    UPDATE = "agency.update"
    MOVE = "agency.move"
    CLOSE = "agency.close"
    APPOINT_HEAD = "agency.appoint_head"
    SET_SUMMARY_DUTY = "agency.set_summary_duty"
    # Nobody's own act: what follows for the summaries from an act on another agency or on an officer.
    OWE_SUMMARIES = "agency.owe_summaries"


@dataclass(frozen=True, slots=True)
class TreeHappening:
    """What was done, to which agencies; of a move also all whose path changed with them (ORG-3)."""

    act: TreeAct
    agencies: tuple[UUID, ...]
    carried: tuple[UUID, ...] = ()


class Tree:
    """Every agency, and what has happened since it was loaded. Agencies are replaced, never changed in place."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._now = {agency.id: agency for agency in agencies}
        self._before = dict(self._now)
        self._by_code = {agency.details.code: agency.id for agency in self._now.values()}
        self.happenings: list[TreeHappening] = []

    def agency(self, agency_id: UUID) -> Agency:
        """Raises NotFound."""
        try:
            return self._now[agency_id]
        except KeyError:
            raise NotFound from None

    def open_agency(self, agency_id: UUID) -> Agency:
        """Raises NotFound, AgencyIsClosed."""
        agency = self.agency(agency_id)
        if not agency.is_open:
            raise AgencyIsClosed(agency.details.code)
        return agency

    def named(self, code: str) -> Agency | None:
        agency_id = self._by_code.get(code)
        return self._now[agency_id] if agency_id else None

    def before(self, agency_id: UUID) -> Agency | None:
        """As it was loaded, None for a new one."""
        return self._before.get(agency_id)

    def all(self) -> list[Agency]:
        """A parent before its children, and agencies of one depth by code."""
        return sorted(self._now.values(), key=lambda agency: (len(agency.path), agency.details.code))

    def changed(self) -> list[Agency]:
        """Those that are not as they were loaded, a parent before its children."""
        return [agency for agency in self.all() if agency != self._before.get(agency.id)]

    def below(self, agency_id: UUID) -> list[Agency]:
        """The agency itself and all below it, a parent before its children."""
        return [agency for agency in self.all() if agency_id in agency.path]

    def faults_of(self, details: AgencyDetails, agency_id: UUID | None) -> list[Fault]:
        """What speaks against these details for an agency, None for one yet to be made (ORG-1)."""
        faults = []
        other = self.named(details.code)
        if other is not None and other.id != agency_id:
            faults.append(_fault("code", "รหัสหน่วยงานนี้ใช้แล้ว", "This code belongs to another agency."))
        if (details.kind is AgencyKind.COUNTRY) != (agency_id == ROOT):
            faults.append(_fault("kind", "มีประเทศได้เพียงหนึ่งเดียว", "There is one country, and it is the top."))
        if details.is_acoc and agency_id == ROOT:
            faults.append(_fault("is_acoc", "ประเทศไม่เป็น ศปท.", "The country is no ศปท.", rule="ORG-2"))
        return faults

    def create(self, new_id: UUID, parent_id: UUID, details: AgencyDetails, on: date) -> Agency:
        """Raises NotFound for the parent, AgencyIsClosed. The details are without faults."""
        parent = self.open_agency(parent_id)
        made = self._put(Agency(new_id, details, parent_id, (*parent.path, new_id), first_round_after(on)))
        self._happened(TreeAct.CREATE, made.id)
        return made

    def update(self, agency_id: UUID, details: AgencyDetails) -> Agency:
        """Raises NotFound, AgencyIsClosed. The details are without faults; the same ones change nothing."""
        agency = self.open_agency(agency_id)
        if details == agency.details:
            return agency
        changed = self._put(replace(agency, details=details))
        self._happened(TreeAct.UPDATE, agency_id)
        return changed

    def move(self, agency_id: UUID, new_parent_id: UUID) -> list[Agency]:
        """Gives every agency whose path changed. Raises as `replant`."""
        self.replant({agency_id: new_parent_id})
        return [agency for agency in self.changed() if self._moved(agency)]

    def replant(self, parents: Mapping[UUID, UUID]) -> None:
        """Move several agencies at once, each with all below it (ORG-3): what counts is the tree that results.

        Raises NotFound, AgencyIsClosed, RootStays, WouldBeCircle; nothing has changed then.
        """
        moving = {child: to for child, to in parents.items() if self.open_agency(child).parent_id != to}
        for child, to in moving.items():
            self.open_agency(to)
            if child == ROOT:
                raise RootStays
        after = {agency.id: moving.get(agency.id, agency.parent_id) for agency in self._now.values()}
        paths = {agency_id: _path(agency_id, after) for agency_id in after}
        carried = [agency for agency in self.all() if paths[agency.id] != agency.path]
        for agency in carried:
            self._put(replace(agency, parent_id=after[agency.id], path=paths[agency.id]))
        if moving:
            self._happened(TreeAct.MOVE, *moving, carried=tuple(agency.id for agency in carried))

    def close(self, agency_id: UUID, on: date) -> Agency:
        """Closed once, it stays so (ORG-3). Raises NotFound, RootStays, OpenAgenciesBelow."""
        agency = self.agency(agency_id)
        if agency_id == ROOT:
            raise RootStays
        if not agency.is_open:
            return agency
        still_open = [each.details.code for each in self.below(agency_id)[1:] if each.is_open]
        if still_open:
            raise OpenAgenciesBelow(still_open)
        closed = self._put(replace(agency, closed_on=on))
        self._happened(TreeAct.CLOSE, agency_id)
        return closed

    def appoint_head(self, agency_id: UUID, head: UUID | None) -> Agency:
        """`head` is the subject of an active officer. Raises NotFound, AgencyIsClosed."""
        agency = self.open_agency(agency_id)
        if agency.head == head:
            return agency
        return self._put_head(agency, head)

    def vacate(self, head: UUID) -> None:
        """Whoever is ended heads nothing any more."""
        for agency in [agency for agency in self._now.values() if agency.head == head]:
            self._put_head(agency, None)

    def set_summary_duty(self, agency_id: UUID, setting: SummarySetting | None, first_round: date | None) -> Agency:
        """`setting` None: by the rule; `first_round` None keeps the one that is kept with the agency (SUM-0).

        Raises NotFound, AgencyIsClosed, CountryOwesNothing. What is so already changes nothing.
        """
        agency = self.open_agency(agency_id)
        if agency_id == ROOT:
            raise CountryOwesNothing
        wanted = replace(agency, summary_setting=setting, summaries_from=first_round or agency.summaries_from)
        if wanted == agency:
            return agency
        self._happened(TreeAct.SET_SUMMARY_DUTY, agency_id)
        return self._put(wanted)

    def settle_summaries(self, with_unit: Collection[UUID], on: date) -> None:
        """Note of every agency whether it owes summaries, after all acts of the business day `on`.

        `with_unit` have an active `unit` officer. Of an agency that no act was about it is a happening of its own:
        everybody hears of each answer that changes.
        """
        told = {each for happening in self.happenings for each in (*happening.agencies, *happening.carried)}
        for agency in self.all():
            parent = self._now[agency.parent_id] if agency.parent_id else None
            owes = owes_summaries(agency, parent, has_unit=agency.id in with_unit)
            before = self._before.get(agency.id)
            owes_earlier = owes and before is not None and agency.summaries_from < before.summaries_from
            if owes == agency.owes_summaries and not owes_earlier:
                continue
            self._put(replace(agency, owes_summaries=owes, owes_summaries_since=on if owes else None))
            if agency.id not in told:
                self._happened(TreeAct.OWE_SUMMARIES, agency.id)

    def _put_head(self, agency: Agency, head: UUID | None) -> Agency:
        self._happened(TreeAct.APPOINT_HEAD, agency.id)
        return self._put(replace(agency, head=head))

    def _put(self, agency: Agency) -> Agency:
        """One version more than was loaded, however often it changes."""
        before = self._before.get(agency.id)
        agency = replace(agency, version=before.version + 1 if before else 1)
        self._now[agency.id] = agency
        if before is not None and before.details.code != agency.details.code:
            self._by_code.pop(before.details.code, None)
        self._by_code[agency.details.code] = agency.id
        return agency

    def _moved(self, agency: Agency) -> bool:
        before = self._before.get(agency.id)
        return before is not None and before.path != agency.path

    def _happened(self, act: TreeAct, *agencies: UUID, carried: tuple[UUID, ...] = ()) -> None:
        self.happenings.append(TreeHappening(act, agencies, carried))


def _path(agency_id: UUID, parents: Mapping[UUID, UUID | None]) -> tuple[UUID, ...]:
    """From the root to the agency. Raises WouldBeCircle when the way up does not end."""
    steps = [agency_id]
    while (parent := parents[steps[-1]]) is not None:
        if len(steps) > len(parents):
            raise WouldBeCircle
        steps.append(parent)
    return tuple(reversed(steps))


def _fault(field: str, thai: str, english: str, *, rule: str = "ORG-1") -> Fault:
    return Fault(f"details.{field}", rule, thai, english)
