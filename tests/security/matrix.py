"""The matrix itself: every method served, by every caller, in every place; each cell is held to the law."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pool import Default

from tests.security import (
    law_of_agencies,
    law_of_cases,
    law_of_figures,
    requests_to_agencies,
    requests_to_cases,
    requests_to_figures,
)
from tests.security.asking import Answer, ask
from tests.security.callers import OFFICERS, STRANGERS
from tests.security.law import TOKENS, Right
from tests.security.things import NOWHERE
from tests.security.world import DAY, SERVICES, World

CALLERS = (*OFFICERS, *STRANGERS)
# By service and method; after a # what of the method is asked.
RIGHTS = law_of_agencies.RIGHTS | law_of_cases.RIGHTS | law_of_figures.RIGHTS
REQUESTS = requests_to_agencies.REQUESTS | requests_to_cases.REQUESTS | requests_to_figures.REQUESTS
HOLDS = requests_to_agencies.HOLDS | requests_to_cases.HOLDS | requests_to_figures.HOLDS
# So many calls are under way at once.
_AT_ONCE = 8
_FEW = ("own", "other", NOWHERE)
_NAMES = {
    "+": "through",
    "-": "not there",
    "=": "as not there",
    "~": "not listed",
    "p": "permission missing",
    "q": "permission missing",
}


@dataclass
class Tally:
    """How large the matrix was, and what came out."""

    methods: set[str] = field(default_factory=set)
    questions: int = 0
    callers: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        return self.outcomes.total()

    def as_json(self) -> Mapping[str, object]:
        return {
            "methods": len(self.methods),
            "questions": self.questions,
            "callers": len(self.callers),
            "places": len(self.places),
            "cells": self.cells,
            "outcomes": dict(self.outcomes),
            "failures": self.failures,
        }

    def sentence(self) -> str:
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return (
            f"{len(self.methods)} methods ({self.questions} questions) x {len(self.callers)} callers x "
            f"{len(self.places)} places = {self.cells} cells: {outcomes}; {len(self.failures)} not as the law says"
        )


def methods_served(world: World) -> dict[str, MethodDescriptor]:
    """Every method of every service, by the descriptors of what the running services register."""
    found: dict[str, MethodDescriptor] = {}
    for name, service in SERVICES.items():
        for servicer in service.servicers(world.running[name].foundation):
            contract = Default().FindServiceByName(servicer.name)
            found |= {f"{name} {contract.name}.{method.name}": method for method in contract.methods}
    return found


def method_of(question: str) -> str:
    return question.partition("#")[0]


async def ask_all(world: World, question: str, tally: Tally) -> list[str]:
    """Ask as every caller in every place; gives each cell that is not as the law says."""
    right, method = RIGHTS[question], methods_served(world)[method_of(question)]
    world.clock.day = DAY + timedelta(days=right.days_later)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def asked(caller: str, place: str) -> Answer:
        async with gate:
            channel = world.running[question.split()[0]].channel
            request = REQUESTS[question](world, place, caller)
            return await ask(channel, method, request, world.callers.metadata(caller))

    cells = [(caller, place) for caller in CALLERS for place in _places_of(caller, right)]
    answers = dict(zip(cells, await asyncio.gather(*(asked(*cell) for cell in cells)), strict=True))
    world.clock.day = DAY
    _count(tally, question, right, cells)
    wrong = [
        f"{question} as {caller} in {place}: the law says {right.sign(caller, place)}, the answer was {_seen(answer)}"
        for (caller, place), answer in answers.items()
        if not _Cell(world, question, right, caller, place, answers).is_lawful()
    ]
    tally.failures += wrong
    return wrong


@dataclass(frozen=True, slots=True)
class _Cell:
    world: World
    question: str
    right: Right
    caller: str
    place: str
    answers: Mapping[tuple[str, str], Answer]

    def is_lawful(self) -> bool:
        answer, sign = self.answers[self.caller, self.place], self.right.sign(self.caller, self.place)
        if self.caller in TOKENS:
            return (answer.status, answer.code) == ("UNAUTHENTICATED", sign) and self._says_nothing_of_the_place()
        match sign:
            case "+":
                return self._came_through() and (not self.right.is_list or self._holds())
            case "-":
                return self._is_not_there()
            case "=":
                return self._came_through() and self._is_answered_as_nowhere()
            case "~":
                return self._came_through() and not self._holds()
            case _:
                lacking = self.right.second if sign == "q" else self.right.lacks
                is_refused = (answer.status, answer.permission) == ("PERMISSION_DENIED", lacking)
                return is_refused and (self.caller in self.right.law or self._says_nothing_of_the_place())

    def _came_through(self) -> bool:
        return self.answers[self.caller, self.place].code in self.right.through.split()

    def _is_not_there(self) -> bool:
        if not self.right.is_list:
            is_unfound = self.answers[self.caller, self.place].status == "NOT_FOUND"
            return is_unfound and self._is_answered_as_nowhere()
        is_without = self._came_through() and not self._holds()
        return is_without and (not self.right.is_narrowed or self._is_answered_as_nowhere())

    def _is_answered_as_nowhere(self) -> bool:
        nowhere = self.answers.get((self.caller, NOWHERE))
        return nowhere is not None and nowhere.wire == self.answers[self.caller, self.place].wire

    def _says_nothing_of_the_place(self) -> bool:
        first = self.answers[self.caller, self.right.places[0]]
        return first.wire == self.answers[self.caller, self.place].wire

    def _holds(self) -> bool:
        answer = self.answers[self.caller, self.place]
        return HOLDS[self.question](answer, self.world, self.place, self.caller)


def _places_of(caller: str, right: Right) -> Sequence[str]:
    """To whom a place makes no difference is asked of in a few of them, which must be answered alike."""
    return right.places if caller in OFFICERS else tuple(place for place in right.places if place in _FEW)


def _count(tally: Tally, question: str, right: Right, cells: Sequence[tuple[str, str]]) -> None:
    tally.methods.add(method_of(question))
    tally.questions += 1
    for caller, place in cells:
        tally.callers.add(caller)
        tally.places.add(place)
        sign = right.sign(caller, place)
        name = "token refused" if caller in TOKENS else _NAMES[sign]
        if right.is_list and sign in "+-":
            name = "listed" if sign == "+" else "not listed"
        tally.outcomes[name] += 1


def _seen(answer: Answer) -> str:
    said = f"{answer.status} {answer.code} {answer.permission}".strip()
    return said if answer.message is None else f"{said} ({len(answer.wire[1])} bytes)"
