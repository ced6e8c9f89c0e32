"""Whether a program is ready to be used."""

from dev.servers.program import answers
from dev.stack.environment import Surroundings


def probe(name: str, around: Surroundings) -> bool:
    """Ask it what its users will ask; a service's processes say so themselves at /readyz."""
    if name in around.servers:
        return around.servers[name].ready()
    return answers(f"http://{around.ports.address(name)}/readyz")
