"""A real Neo4j for tests: one that is named, or one from Maven Central run with Java.

``NETMAP_TEST_NEO4J`` (a URI, its password in ``NETMAP_TEST_NEO4J_PASSWORD``) names a server whose
whole content may be thrown away. Without it the Community server starts from its jars, which are
fetched once and kept outside the work tree. ``python -m tests.support.neo4j_server fetch`` fetches.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.support import processes
from tools import needs

if TYPE_CHECKING:
    from neo4j import Driver

VERSION = "5.26.31"
USER = "neo4j"

_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>netmap</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
  <build><pluginManagement><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version>
  </plugin></plugins></pluginManagement></build>
</project>
"""

_SETTINGS = """server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=128m
server.memory.heap.max_size=512m
db.tx_log.preallocate=false
"""


class NoServer(RuntimeError):
    """There is no Neo4j to be had here; the message says what would help."""


def cache_dir() -> Path:
    """Where the jars of this version are kept between runs."""
    caches = Path(os.environ.get("NETMAP_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "netmap" / f"neo4j-{VERSION}"


def obstacle() -> str | None:
    """Say what keeps a server from starting here; ``None`` if nothing does."""
    if os.environ.get("NETMAP_TEST_NEO4J"):
        return None
    lacking = needs.missing("java") if cache_dir().is_dir() else needs.missing("java", "maven")
    if not lacking:
        return None
    what = " and ".join(lacking)
    return f"no Neo4j: {what} missing. Install: {needs.command(*lacking)} (NETMAP_TEST_NEO4J names a server)"


def fetch_jars() -> Path:
    """Give the folder with the server's jars, fetching them the first time.

    Raises
    ------
    NoServer
        Java or Maven is missing, or Maven did not get them.
    """
    target = cache_dir()
    if target.is_dir():
        return target
    if reason := obstacle():
        raise NoServer(reason)
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.is_dir():
            return target
        with tempfile.TemporaryDirectory(dir=target.parent) as place:
            (Path(place) / "pom.xml").write_text(_POM, encoding="utf-8")
            maven = needs.program("maven")
            assert maven
            answer = subprocess.run(
                [
                    maven, "-B", "-q", "-C", "dependency:copy-dependencies",
                    "-DincludeScope=runtime", "-DoutputDirectory=jars",
                ],
                cwd=place, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if answer.returncode:
                raise NoServer(f"Maven did not get Neo4j {VERSION}:\n{answer.stdout[-2000:]}{answer.stderr[-2000:]}")
            # under its name only when complete
            (Path(place) / "jars").rename(target)
    return target


@dataclass
class Neo4jServer:
    """A server that tests may fill, empty, and (unless somebody else runs it) kill.

    Attributes
    ----------
    uri
        As netmap's settings name it; the password stands in ``password``.
    """

    uri: str
    password: str

    def driver(self) -> Driver:
        """Open a driver (the caller closes it)."""
        from neo4j import GraphDatabase

        parts = urlsplit(self.uri)
        return GraphDatabase.driver(
            f"bolt://{parts.hostname}:{parts.port or 7687}", auth=(parts.username or USER, self.password)
        )

    def run(self, query: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run one query and give its rows."""
        with self.driver() as driver, driver.session() as session:
            return [row.data() for row in session.run(query, parameters or {})]

    def answers(self) -> bool:
        """Whether it accepts queries now."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            self.run("RETURN 1")
        except (DriverError, Neo4jError):
            return False
        return True

    def empty(self, *, schema: bool = True) -> None:
        """Throw away all nodes and relationships; with ``schema`` constraints and indexes, too."""
        with self.driver() as driver, driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
            if not schema:
                return
            for name in [row["name"] for row in session.run("SHOW CONSTRAINTS YIELD name")]:
                session.run(f"DROP CONSTRAINT `{name}`").consume()
            indexes = session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")
            for name in [row["name"] for row in indexes]:
                session.run(f"DROP INDEX `{name}`").consume()


@dataclass
class OwnNeo4j(Neo4jServer):
    """A server that the tests themselves started; ``kill`` and ``start`` bring it down and back."""

    home: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _has_password: bool = field(default=False, repr=False)

    @property
    def _log(self) -> Path:
        return self.home / "console.log"

    def start(self, *, ready: Callable[[], bool] | None = None) -> None:
        """Start it and wait until it answers (or is ``ready`` in another sense)."""
        # quick to start rather than quick in the long run
        heap = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        trusting = ("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")  # an eighth of the work
        self.process = processes.start(
            _java(
                *heap,
                *trusting,
                "org.neo4j.server.CommunityEntryPoint",
                f"--home-dir={self.home}",
                f"--config-dir={self.home}/conf",
            ),
            log=self._log,
        )
        answers = ready or self.answers
        processes.wait_until(lambda: self.listens() and answers(), process=self.process, log=self._log, seconds=120)

    def takes_its_password(self) -> bool:
        """Give a new server its password in place of the one it is born with: no second Java has to start for that."""
        from neo4j import GraphDatabase
        from neo4j.exceptions import DriverError, Neo4jError

        if not self._has_password:
            address = f"bolt://127.0.0.1:{urlsplit(self.uri).port}"
            try:
                with (
                    GraphDatabase.driver(address, auth=(USER, "neo4j")) as driver,
                    driver.session(database="system") as session,
                ):
                    words = {"own": self.password}
                    session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $own", words).consume()
            except (DriverError, Neo4jError):
                return False
            self._has_password = True
        return self.answers()

    def revive(self) -> None:
        """Let it go on where it is frozen, start it where it is dead."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            processes.wait_until(self.answers, process=self.process, log=self._log, seconds=120)
        else:
            self.start()

    def listens(self) -> bool:
        """Whether anybody takes calls at its port: asked first, as it costs next to nothing."""
        try:
            socket.create_connection(("127.0.0.1", urlsplit(self.uri).port or 0), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End it in good order."""
        if self.process:
            processes.stop(self.process, seconds=30)

    def kill(self) -> None:
        """End it at once (``kill -9``); what it acknowledged must be there after ``start``."""
        if self.process:
            processes.kill(self.process)


def _java(*words: str) -> list[str]:
    java = needs.program("java")
    if not java:
        raise NoServer(obstacle() or "no Java")
    opens = (
        "java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent",
    )  # fmt: skip
    return [java, *(f"--add-opens={name}=ALL-UNNAMED" for name in opens), "-cp", f"{fetch_jars()}/*", *words]


def own_server(home: Path) -> OwnNeo4j:
    """Start a server of our own in an empty folder.

    Raises
    ------
    NoServer
        Java or the jars are not to be had.
    """
    password = "only-for-tests"
    port = processes.free_port()
    conf = home / "conf"
    conf.mkdir(parents=True)
    (conf / "neo4j.conf").write_text(_SETTINGS.format(port=port), encoding="utf-8")
    server = OwnNeo4j(f"neo4j://{USER}@127.0.0.1:{port}", password, home)
    server.start(ready=server.takes_its_password)
    return server


def named_server() -> Neo4jServer | None:
    """Give the server that ``NETMAP_TEST_NEO4J`` names."""
    uri = os.environ.get("NETMAP_TEST_NEO4J")
    return Neo4jServer(uri, os.environ.get("NETMAP_TEST_NEO4J_PASSWORD", "")) if uri else None


def main(words: list[str]) -> int:
    """Fetch the jars, or say what keeps them from being fetched."""
    if words != ["fetch"]:
        print("usage: python -m tests.support.neo4j_server fetch", file=sys.stderr)
        return 2
    if os.environ.get("NETMAP_TEST_NEO4J"):
        return 0
    try:
        fetch_jars()
    except NoServer as error:
        print(f"tests: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
