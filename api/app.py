"""The application: routes, refusals as responses, and the one middleware around them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from api import docs
from api.chance import new_id
from api.errors import MethodNotAllowed, NotFound
from api.middleware import Edge, refusal
from api.quick_calls import QuickCalls
from api.wiring import Wired
from domain.errors import Refused, Unavailable


def application(gateway: Wired) -> Starlette:
    """Make the ASGI application; its lifespan opens and closes the gateway."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        await gateway.open()
        try:
            yield
        finally:
            await gateway.close()

    app = Starlette(
        routes=[
            *gateway.cases.routes(),
            *gateway.operators.routes(),
            *gateway.monitoring.routes(),
            *docs.routes(),
        ],
        middleware=[
            Middleware(
                Edge,
                origins=gateway.origins,
                new_id=new_id,
                metrics=gateway.metrics,
                tracing=gateway.tracing,
            ),
        ],
        exception_handlers={Refused: _refused, HTTPException: _not_routed},
        lifespan=lifespan,
    )
    # An address with a slash at its end is another one, and no redirect to a host that the
    # request's own header names.
    app.router.redirect_slashes = False
    app.state.origins = gateway.origins
    if gateway.tracing is None:
        # What is traced goes through all that is.
        app.state.quick_calls = QuickCalls(
            gateway.cases, origins=gateway.origins, new_id=new_id, metrics=gateway.metrics
        )
    return app


async def _refused(request: Request, error: Exception) -> Response:
    return refusal(request, error if isinstance(error, Refused) else Unavailable())


async def _not_routed(request: Request, error: Exception) -> Response:
    """Answer what the router refuses: 404 or 405, the latter with `Allow`."""
    wrong_method = isinstance(error, HTTPException) and error.status_code == 405  # noqa: PLR2004 - RFC 9110
    response = refusal(request, MethodNotAllowed() if wrong_method else NotFound())
    if wrong_method:
        response.headers["Allow"] = ", ".join(sorted(_allowed(request)))
    return response


def _allowed(request: Request) -> set[str]:
    """The methods of all routes at an address; the router names only those of the first."""
    app: Starlette = request.app
    at_address = (
        route
        for route in app.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
    )
    return {method for route in at_address for method in route.methods or ()}
