"""Mutants on trial: each before the unit tests that come through the changed function, in a process apart."""

import gc
import importlib
import os
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutants.generate import SERVICES, Mutant

# It asks what the random lives have reached, which fewer of them do not; whether they agree with the law stays.
LEFT_OUT = "test_the_random_lives_reached_every_step_and_every_status"
# A mutant that runs longer than this beyond what its tests took unchanged does not come to an end: killed.
PATIENCE_SECONDS = 20.0
SURVIVED, KILLED = b"s", b"k"


@dataclass
class Trial:
    """A pytest plugin: instead of the tests' own run it holds the trial of `mutants`."""

    mutants: list[Mutant]
    killed: list[Mutant] = field(default_factory=list)
    survivors: list[Mutant] = field(default_factory=list)
    reached: dict[tuple[str, str], list[pytest.Item]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[str, float] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        settings.register_profile(
            "mutants", database=None, deadline=None, derandomize=True, max_examples=6, phases=[Phase.generate]
        )
        settings.load_profile("mutants")
        items = [item for item in session.items if item.name != LEFT_OUT]
        for item in items:
            function = getattr(item, "function", None)
            if hasattr(function, "_hypothesis_internal_use_settings"):  # also where the test asks for more examples
                function._hypothesis_internal_use_settings = settings.get_profile("mutants")  # type: ignore[union-attr]
        failing = [item for item in items if not self._passes_unchanged(item)]
        if session.testsfailed or failing:
            session.testsfailed += 1
            return True
        gc.collect()
        gc.freeze()
        while (tried := len(self.killed) + len(self.survivors)) < len(self.mutants):
            self._try(self.mutants[tried:])
        return True

    def described(self, mutant: Mutant) -> str:
        is_met = bool(self.reached[mutant.module, mutant.function])
        return f"{mutant.module}:{mutant.line} {mutant.function}{'' if is_met else ' (no test)'}: {mutant.change}"

    def _passes_unchanged(self, item: pytest.Item) -> bool:
        """Whether it does, noting how long it takes and which functions of the domains it comes through."""
        seen: set[CodeType] = set()
        services = f"{SERVICES.resolve()}/"

        def note(frame: FrameType, event: str, argument: Any) -> None:
            if event == "call":
                seen.add(frame.f_code)

        start = time.perf_counter()
        sys.setprofile(note)
        try:
            fault = _fault_of(item)
        finally:
            sys.setprofile(None)
        self.seconds[item.nodeid] = time.perf_counter() - start
        for code in seen:
            if code.co_filename.startswith(services):
                module = code.co_filename.removeprefix(services).removesuffix(".py").replace("/", ".")
                tests = self.reached[module, code.co_qualname.split(".<locals>")[0]]
                if item not in tests:
                    tests.append(item)
        if fault is not None:
            sys.stdout.write(f"fails without any change: {item.nodeid}\n")
            traceback.print_exception(fault, limit=-3)
        return fault is None

    def _try(self, mutants: Sequence[Mutant]) -> None:
        """Try them in turn until one does not come to an end: it takes the process with it, and a new one goes on."""
        verdicts, mouth = os.pipe()
        process = os.fork()
        if process == 0:
            self._hold(mutants, mouth)
        os.close(mouth)
        for mutant in mutants:
            verdict = os.read(verdicts, 1)
            if verdict == SURVIVED:
                self.survivors.append(mutant)
                sys.stdout.write(f"{len(self.killed)} killed; survived: {self.described(mutant)}\n")
                sys.stdout.flush()
            else:
                self.killed.append(mutant)
            if not verdict:
                break
        os.close(verdicts)
        os.waitpid(process, 0)

    def _hold(self, mutants: Sequence[Mutant], mouth: int) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        for mutant in mutants:
            tests = self.reached[mutant.module, mutant.function]
            expected = sum(self.seconds[item.nodeid] for item in tests)
            signal.setitimer(signal.ITIMER_REAL, PATIENCE_SECONDS + 3 * expected)
            os.write(mouth, self._verdict(mutant))
        os._exit(0)

    def _verdict(self, mutant: Mutant) -> bytes:
        tests = sorted(self.reached[mutant.module, mutant.function], key=lambda item: self.seconds[item.nodeid])
        function = function_of(mutant)
        unchanged = function.__code__
        try:
            function.__code__ = mutant.code
            return SURVIVED if all(_fault_of(item) is None for item in tests) else KILLED
        finally:
            function.__code__ = unchanged


def _fault_of(item: pytest.Item) -> BaseException | None:
    """What makes the test fail. pytest's own way of running it makes reports that nobody reads, many times as slow."""
    prepared: Any = item
    prepared._initrequest()
    try:
        item.session._setupstate.setup(item)
        item.runtest()
    except pytest.skip.Exception:
        return None
    except BaseException as fault:
        return fault
    finally:
        item.session._setupstate.teardown_exact(None)
        prepared.funcargs = None
    return None


def function_of(mutant: Mutant) -> FunctionType:
    """The living function, whatever a class makes of it."""
    place: Any = importlib.import_module(mutant.module)
    *classes, name = mutant.function.split(".")
    for each in classes:
        place = getattr(place, each)
    found = vars(place)[name]
    unwrapped: Callable[..., Any] = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
    assert isinstance(unwrapped, FunctionType)
    return unwrapped
