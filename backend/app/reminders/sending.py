"""Requests to addresses that people have given: never to this machine, nor into its network.

A name is resolved once, each of its addresses is checked, and the connection is made to one of the checked addresses
itself: a name that means something else a moment later changes nothing. TLS still verifies the name. Redirects are not
followed, proxies not used, and nothing of the answer is read but its status and headers.
"""

import asyncio
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import httpx2

from app.reminders.addresses import may_be_reached

# A name server that does not answer holds a thread for a while, and must not make other names wait.
RESOLVERS = 32


class NotReachable(Exception):
    """The address is none that this service sends anything to."""


class Sender:
    """Sends requests to checked addresses."""

    def __init__(self, *, allows_loopback: bool = False) -> None:
        self._allows_loopback = allows_loopback
        self._tls = httpx2.create_ssl_context()
        self._resolvers = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolver")

    async def post(self, url: str, *, headers: Mapping[str, str], content: bytes) -> httpx2.Response:
        """The answer's status and headers. Raises `NotReachable`, `OSError` or `httpx2.TransportError`."""
        target = httpx2.URL(url)
        if target.scheme != "https" and not self._allows_loopback:
            raise NotReachable
        addresses = await self._resolve(target.raw_host.decode("ascii"))
        options = {"timeout": None, "trust_env": False, "follow_redirects": False, "verify": self._tls}
        async with httpx2.AsyncClient(**options) as client:  # type: ignore[arg-type]
            for address in addresses[:-1]:
                try:
                    return await self._post(client, target, address, headers, content)
                except httpx2.ConnectError:
                    continue  # for example an IPv6 address on a machine without IPv6
            return await self._post(client, target, addresses[-1], headers, content)

    @staticmethod
    async def _post(
        client: httpx2.AsyncClient, target: httpx2.URL, address: str, headers: Mapping[str, str], content: bytes
    ) -> httpx2.Response:
        async with client.stream(
            "POST",
            target.copy_with(host=address),
            headers={**headers, "Host": target.netloc.decode("ascii")},
            content=content,
            extensions={"sni_hostname": target.raw_host.decode("ascii")},
        ) as answer:
            return answer

    async def _resolve(self, host: str) -> list[str]:
        found = await asyncio.get_running_loop().run_in_executor(
            self._resolvers, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        )
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not addresses or not all(may_be_reached(each, self._allows_loopback) for each in addresses):
            raise NotReachable
        return addresses
