"""Running a service's own command for each service that is asked for."""

import subprocess
import sys
from collections.abc import Sequence

from commandline.at_hand import AtHand

FAULT = 1
# How the service's own command line calls itself where it says how it is used.
PROGRAM = "RONGRIAN_PROGRAM"


def run_each(at_hand: AtHand, services: Sequence[str], *arguments: str) -> int:
    """`python -m SERVICE ARGUMENTS…` one after the other, all of them even where one fails.

    Returns 0 when all did; 1 when one found a fault, whatever became of the others; else the greatest code.
    """
    codes = [_run(at_hand, service, arguments) for service in services]
    return FAULT if FAULT in codes else max(codes, default=0)


def _run(at_hand: AtHand, service: str, arguments: Sequence[str]) -> int:
    command = [sys.executable, "-m", service, *arguments]
    environment = {**at_hand.environment(service), PROGRAM: "rongrian"}
    process = subprocess.Popen(command, env=environment)  # noqa: S603 - a service named by us
    while True:
        try:
            return abs(process.wait())
        except KeyboardInterrupt:  # the terminal told the child too, which ends with a sentence of its own
            continue
