"""A service account for trying: prints the variables that agency_client.py wants, for what `make run` has started.

    .venv/bin/python docs/api/demo_account.py MT02

The argument is an agency's code (MT01 to MT10 are กรมทดสอบ1 to กรมทดสอบ10). It acts as the demo's `user-admin`; in
production a `user_admin` of the agency's ศปท. grants the account.
"""

import asyncio
import sys

from dev.demo.client import DemoClient
from dev.demo.people import USER_ADMIN
from dev.stack import Stack
from rongrian.agencies.v1.agency_service_pb2 import ListAgenciesRequest
from rongrian.agencies.v1.officer_service_pb2 import GrantIntegratorRequest


async def grant(code: str) -> list[str]:
    """The lines to put into a shell. Raises SystemExit for a code that no agency has."""
    stack = Stack.for_run()
    async with DemoClient(stack) as client:
        listed = await client.agencies.ListAgencies(ListAgenciesRequest(), metadata=client.as_("pacc"))
        ids = {agency.code: agency.id for agency in listed.agencies}
        if code not in ids:
            raise SystemExit(f"No agency has the code {code}; there are {', '.join(sorted(ids))}.")
        request = GrantIntegratorRequest(client_id=f"integrator-{code.lower()}", agency_id=ids[code])
        granted = await client.officers.GrantIntegrator(request, metadata=client.as_(USER_ADMIN))
    return [
        f"export RONGRIAN_ISSUER={stack.around.keycloak.issuer}",
        f"export RONGRIAN_CASES_ADDRESS={stack.ports.address('cases-grpc')}",
        f"export INTEGRATOR_ID={request.client_id}",
        f"export INTEGRATOR_SECRET={granted.client_secret}",
    ]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    print("\n".join(asyncio.run(grant(sys.argv[1]))))
