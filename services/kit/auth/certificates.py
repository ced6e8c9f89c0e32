"""The certificates that this machine trusts, read once: reading them costs more than asking for a token."""

import ssl
from functools import cache


def certificates_for(url: str) -> ssl.SSLContext | bool:
    """What an HTTP client of `url` shall hold the server's certificate against; nothing where there is none."""
    return _of_this_machine() if url.startswith("https:") else False


@cache
def _of_this_machine() -> ssl.SSLContext:
    return ssl.create_default_context()
