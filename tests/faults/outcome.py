"""What is printed at the end: each process's toll, and what the ledger says."""

from collections.abc import Iterator

from tests.faults.world import World


def lines(world: World) -> Iterator[str]:
    caller, ledger = world.caller, world.ledger
    yield f"{'killed':<18}{'kills':>6}{'slowest recovery':>18}{'repeated requests':>19}{'found done':>12}"
    for name, toll in world.tolls.items():
        counts = f"{caller.repeated[name]:>19}{caller.found_done[name]:>12}"
        yield f"{name:<18}{toll.kills:>6}{toll.slowest:>16.1f} s{counts}"
    yield f"acknowledged: {len(ledger.cases)} cases, {len(ledger.officers)} officers, {world.began_on} to {world.today}"
    yield "the ledger agrees with: " + ", ".join(f"{number} {what}" for what, number in world.agreed.items())
    yield from (f"answered 'internal error': {call}" for call in caller.internal)
