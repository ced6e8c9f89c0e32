"""The job that brings rows and accounts together again after a kill or an outage."""

import asyncio
from datetime import date

from agencies.app.accounts import Accounts
from agencies.app.officer_store import OfficerStore
from agencies.app.settle_accounts import settle_accounts

EVERY_SECONDS = 1.0


class AccountSettler:
    """Any number of copies may run: every step may be repeated."""

    name = "account-settler"

    def __init__(self, store: OfficerStore, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts

    async def run(self) -> None:
        """Until cancelled. Raises Unavailable where Keycloak is away; the caller runs it again."""
        while True:
            await settle_accounts(store=self._store, accounts=self._accounts)
            await asyncio.sleep(EVERY_SECONDS)

    async def is_settled(self, day: date) -> bool:
        """Whether every ended officer's account is closed."""
        return not await self._store.with_open_accounts()
