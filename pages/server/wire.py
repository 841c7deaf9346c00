"""What travels to a browser: compressed against all that the last run brought, so that the same again is nothing."""

import uvicorn.protocols.websockets.websockets_sansio_impl as spoken
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

_MADE_BY = "ServerPerMessageDeflateFactory"
# In bits, 32 KB: the most there is. The server below remembers 4 KB, less than what an empty page sends in each run.
# It is 112 KB of memory more for each open page.
_REMEMBERED = 15


def remember_the_last_run() -> None:
    """Has the server's compression look back as far as the protocol allows."""

    def farther(**options: int | dict[str, int]) -> ServerPerMessageDeflateFactory:
        return ServerPerMessageDeflateFactory(**{**options, "server_max_window_bits": _REMEMBERED})  # type: ignore[arg-type]

    setattr(spoken, _MADE_BY, farther)
