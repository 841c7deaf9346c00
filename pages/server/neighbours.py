"""Whose connection it is: the neighbour's own address, or what a neighbour that is trusted says of a visitor."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import uvicorn.config
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Scope

from db.queries.limits import Networks, trusted_networks

_ADDRESSES, _PROTOCOL = "x-forwarded-for", "x-forwarded-proto"
_BELIEVER = "ProxyHeadersMiddleware"
_SECURE = {"http": "https", "websocket": "wss"}

Address = IPv4Address | IPv6Address


def only_the_setting_says_whom_to_believe() -> None:
    """The server below would believe every program on its own machine, and put its word in place of the address."""

    def as_it_came(app: ASGIApp, **_options: Any) -> ASGIApp:
        return app

    setattr(uvicorn.config, _BELIEVER, as_it_came)


async def as_visited(scope: Scope) -> Scope:
    """The request with the visitor's own address and protocol, where the neighbour is trusted to tell them.

    The settings are asked only for a request that claims something; most claim nothing.
    """
    headers = Headers(scope=scope)
    if _ADDRESSES not in headers and _PROTOCOL not in headers:
        return scope
    believed = await run_in_threadpool(trusted_networks)
    neighbour = _address(scope["client"][0]) if scope.get("client") else None
    if neighbour is None or not _within(neighbour, believed):
        return scope
    visitor = visitor_of(neighbour, ",".join(headers.getlist(_ADDRESSES)), believed)
    protocol = headers.getlist(_PROTOCOL)[-1:] or [""]
    secure = protocol[0].rpartition(",")[2].strip().lower() == "https"
    scheme = _SECURE[scope["type"]] if secure else scope["scheme"]
    return {**scope, "client": (str(visitor), 0), "scheme": scheme}


def visitor_of(neighbour: Address, forwarded: str, believed: Networks) -> Address:
    """The last address in the header that no trusted one stands behind; the neighbour's where there is none to read.

    Each proxy writes behind what it was given, so that what a stranger wrote stands on the left.
    """
    visitor = neighbour
    for entry in reversed(forwarded.split(",")):
        said = _address(entry)
        if said is None:
            return visitor
        visitor = said
        if not _within(said, believed):
            return visitor
    return visitor


def _address(text: str) -> Address | None:
    """An address as proxies write it: bare, with a port, in brackets; None for anything else."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    # A socket that listens for both kinds writes the older kind in the form of the newer one.
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found


def _within(address: Address, networks: Networks) -> bool:
    return any(address in network for network in networks)
