"""The app under load: the first page after signing in, and a hundred people who think five seconds.

Each session is a real WebSocket to a real server in a process of its own, as a browser opens it; a
response is the time from asking for a run of the page to its end.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.app import RunningApp, run_netmap, start_app
from tools.bench import Measurement
from tools.bench.bare import bare

#: the end of a run is said in fewer bytes; longer messages are not read, so as to leave the cores to the server
_SHORT = 100
SESSIONS, THINK_S, ROUNDS = 100, 5.0, 4


def _sign_in(app: RunningApp, account: str) -> str:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    data = urllib.parse.urlencode({"demo": account}).encode()
    try:
        urllib.request.build_opener(Stay).open(f"{app.url}/anmelden", data)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["set-cookie"]).split(";")[0]
    raise RuntimeError("signing in did not lead on")


async def run_once(socket: Any, page: str, *, query: str = "") -> float:
    """Ask for a run of a page and give the seconds until its end."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    ask = BackMsg()
    ask.rerun_script.page_name = page
    ask.rerun_script.query_string = query
    begun = time.perf_counter()
    await socket.send(ask.SerializeToString())
    while True:
        sent = await socket.recv(decode=False)
        if len(sent) > _SHORT:
            continue
        message = ForwardMsg()
        message.ParseFromString(sent)
        if message.WhichOneof("type") == "script_finished":
            return time.perf_counter() - begun


async def _session(app: RunningApp, cookie: str, page: str, wait_s: float, rounds: int) -> list[float]:
    from websockets.asyncio.client import connect
    from websockets.typing import Subprotocol

    url = app.url.replace("http", "ws", 1) + "/_stcore/stream"
    times = []
    async with connect(
        url,
        additional_headers={"Cookie": cookie, "Origin": app.url},
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
    ) as socket:
        await asyncio.sleep(wait_s)
        for number in range(rounds):
            times.append(await run_once(socket, page))
            if number < rounds - 1:
                await asyncio.sleep(THINK_S)
    return times


def _late(times: list[float]) -> float:
    """Give the milliseconds that 95 of 100 keep to."""
    return 1000 * sorted(times)[int(len(times) * 0.95)]


async def _crowd(app: RunningApp, cookie: str, page: str) -> list[float]:
    waits = [THINK_S * n / SESSIONS for n in range(SESSIONS)]
    found = await asyncio.gather(*(_session(app, cookie, page, w, ROUNDS) for w in waits))
    return [t for times in found for t in times[1:]]


def run() -> Iterator[Measurement]:
    """Measure the first page and a crowd."""
    folder = Path(tempfile.mkdtemp())
    try:
        run_netmap("init", "--demo", "--data", str(folder / "demo"))
        app = start_app(folder / "demo")
        try:
            cookie = _sign_in(app, "sabine.kern")
            asyncio.run(_session(app, cookie, "karten", 0, 1))
            first = statistics.median(asyncio.run(_session(app, cookie, "karten", 0, 1))[0] for _ in range(5))
            yield Measurement(what="first page after signing in", ours=first, unit="s", at_most=0.5)
            ours = _late(asyncio.run(_crowd(app, cookie, "karten")))
        finally:
            app.stop()
        with bare(folder) as plain:
            asyncio.run(_session(plain, "", "", 0, 1))
            peer = _late(asyncio.run(_crowd(plain, "", "")))
        what = f"{SESSIONS} sessions thinking {THINK_S:g} s, p95 of a run"
        yield Measurement(what=what, ours=ours, unit="ms", at_most=50)
        yield Measurement(what="the same", ours=ours, unit="ms", peer=peer, peer_name="bare Streamlit page")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
