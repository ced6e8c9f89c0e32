"""For trying: prints the variables that agency_client.py wants, for what `make run` has started.

    .venv/bin/python docs/api/demo_account.py          # to call as a person of the demo, with `--as NAME`
    .venv/bin/python docs/api/demo_account.py MT02     # and as a service account of กรมทดสอบ2

The argument is an agency's code (MT01 to MT10 are กรมทดสอบ1 to กรมทดสอบ10). It acts as the demo's `user-admin`; in
production a `user_admin` of the agency's ศปท. grants the account.
"""

import asyncio
import sys
from collections.abc import Sequence

import grpc.aio
import httpx

from dev.demo.client import DemoClient
from dev.demo.people import PASSWORD, USER_ADMIN
from dev.stack import Stack, running_stack
from dev.trouble import Trouble
from rongrian.agencies.v1.agency_service_pb2 import ListAgenciesRequest
from rongrian.agencies.v1.officer_service_pb2 import GrantIntegratorRequest


def addresses(stack: Stack) -> list[str]:
    """Where everything is, and the password of the demo's people."""
    where = {f"RONGRIAN_{name.upper()}_ADDRESS": stack.ports.address(f"{name}-grpc") for name in stack.services}
    told = {"RONGRIAN_ISSUER": stack.around.keycloak.issuer, **where, "RONGRIAN_PASSWORD": PASSWORD}
    return [f"export {name}={value}" for name, value in told.items()]


async def grant(stack: Stack, code: str) -> list[str]:
    """A service account of the agency. Raises SystemExit for a code that no agency has."""
    async with DemoClient(stack) as client:
        listed = await client.agencies.ListAgencies(ListAgenciesRequest(), metadata=client.as_("pacc"))
        ids = {agency.code: agency.id for agency in listed.agencies}
        if code not in ids:
            raise SystemExit(f"No agency has the code {code}; there are {', '.join(sorted(ids))}.")
        request = GrantIntegratorRequest(client_id=f"integrator-{code.lower()}", agency_id=ids[code])
        granted = await client.officers.GrantIntegrator(request, metadata=client.as_(USER_ADMIN))
    return [
        f"export INTEGRATOR_ID={request.client_id}",
        f"export INTEGRATOR_SECRET={granted.client_secret}",
    ]


def main(codes: Sequence[str]) -> list[str]:
    """The lines to put into a shell. Raises SystemExit with a sentence where nothing runs."""
    if len(codes) > 1:
        raise SystemExit(__doc__)
    try:
        stack = running_stack()
        return addresses(stack) + [line for code in codes for line in asyncio.run(grant(stack, code))]
    except Trouble as trouble:
        raise SystemExit(str(trouble)) from None
    except (httpx.HTTPError, grpc.aio.AioRpcError) as error:
        raise SystemExit(f"What runs does not answer ({type(error).__name__}): look at `make status`.") from None


if __name__ == "__main__":
    print("\n".join(main(sys.argv[1:])))
