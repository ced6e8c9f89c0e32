"""The plain HTTP port of a process: health, readiness, metrics, and whether its work for a day is done."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


class HttpPort:
    """Serves `/healthz`, `/readyz`, `/metrics` and `/settled?day=YYYY-MM-DD`.

    `not_ready` names what the process still waits for; `unsettled` the jobs with work left for a day; `further` are
    the service's own routes. No address that is asked for gets into the log: it may be a secret.
    """

    def __init__(
        self,
        address: str,
        *,
        not_ready: Callable[[], Awaitable[list[str]]],
        unsettled: Callable[[date], Awaitable[list[str]]],
        further: Sequence[Route] = (),
    ) -> None:
        self._not_ready = not_ready
        self._unsettled = unsettled
        host, _, port = address.rpartition(":")
        application = Starlette(
            routes=[
                Route("/healthz", self._healthz),
                Route("/readyz", self._readyz),
                Route("/metrics", self._metrics),
                Route("/settled", self._settled),
                *further,
            ]
        )
        config = uvicorn.Config(
            application, host=host, port=int(port), log_config=None, access_log=False, lifespan="off", ws="none"
        )
        self._server = uvicorn.Server(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._server._serve(), name="http")

    async def stop(self) -> None:
        self._server.should_exit = True
        if self._task is not None:
            await self._task

    async def _healthz(self, request: Request) -> Response:
        return PlainTextResponse("ok")

    async def _readyz(self, request: Request) -> Response:
        return _answer(await self._not_ready())

    async def _metrics(self, request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def _settled(self, request: Request) -> Response:
        try:
            day = date.fromisoformat(request.query_params.get("day", ""))
        except ValueError:
            return JSONResponse({"error": "day must be YYYY-MM-DD"}, status_code=400)
        return _answer(await self._unsettled(day))


def _answer(waiting_for: list[str]) -> Response:
    return JSONResponse({"waiting_for": waiting_for}, status_code=503 if waiting_for else 200)
