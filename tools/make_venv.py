"""Create `.venv` from the lock files, or do nothing if it is up to date.

Runs on the system's Python before anything is installed, therefore without any import of ours
and without syntax newer than what an old Python can read far enough to say what is wrong.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)


def say(line: str) -> None:
    sys.stderr.write("setup: " + line + "\n")


def run(*command: str, **settings: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env=dict(os.environ, **settings))


def fingerprint(lock: str) -> str:
    """What the environment was made from: lock, project file, place, interpreter."""
    digest = hashlib.sha256()
    for name in (lock, "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    digest.update(ROOT.encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()


def stamp(kind: str) -> str:
    return os.path.join(VENV, ".made-from-" + kind)


def is_made_from(kind: str, print_: str) -> bool:
    try:
        with open(stamp(kind)) as file:
            return os.access(PYTHON, os.X_OK) and file.read() == print_
    except OSError:
        return False


def create() -> None:
    if os.access(PYTHON, os.X_OK):
        return
    say("creating .venv with Python " + sys.version.split()[0])
    try:
        import ensurepip  # noqa: F401 - Debian ships venv without it
    except ImportError:
        sys.exit("setup: this Python cannot create environments. Install: apt-get install -y python3-venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install(lock: str) -> None:
    say("installing what " + lock + " names")
    try:
        uv_install(lock)
    except subprocess.CalledProcessError:
        # Whatever keeps uv from it (a mirror that wants a password, a proxy of its own kind): pip knows the machine.
        say("once more, with pip (some minutes the first time)")
        pip("install", "--require-hashes", "-r", lock)
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", ".")


def uv_install(lock: str) -> None:
    """Install with uv, ten times as fast as pip; uv itself comes by pip, held to its hashes as everything."""
    with tempfile.TemporaryDirectory() as folder:
        own = os.path.join(folder, "uv.lock")
        with open(own, "w") as file:
            file.write(block(lock, "uv"))
        pip("install", "--require-hashes", "-r", own)
    words, settings = as_pip_is_told(pip_settings())
    run(
        *(os.path.join(VENV, "bin", "uv"), "pip", "install", "--quiet", "--python", PYTHON, "--no-config"),
        *("--require-hashes", "-r", lock, *words),
        **settings,
    )


def block(lock: str, name: str) -> str:
    """Give the lines of a lock that pin one package."""
    with open(os.path.join(ROOT, lock)) as file:
        found = re.search("^" + re.escape(name) + r"==[^\n]*\n(?:[ \t]+[^\n]*\n)*", file.read(), re.MULTILINE)
    if not found:
        sys.exit("setup: " + lock + " does not name " + name + ". Run: make lock")
    return found.group(0)


def pip_settings() -> "dict[str, str]":
    """What this machine tells pip, from its files and its environment: option → value."""
    answer = subprocess.run([PYTHON, "-m", "pip", "config", "list"], check=True, cwd=ROOT, stdout=subprocess.PIPE)
    told = re.findall(r"(?m)^(\S+?)\.([\w-]+)='(.*)'$", answer.stdout.decode())
    places = ("global", "install", ":env:")  # the later one counts, as for pip
    return {option: value for place in places for where, option, value in told if where == place}


def as_pip_is_told(told: "dict[str, str]") -> "tuple[list[str], dict[str, str]]":
    """Say to uv what pip is told about where packages are: the words of the call, and its environment."""

    def each(option: str) -> "list[str]":
        return told.get(option, "").replace("\\n", " ").split()

    words = [word for address in each("index-url") for word in ("--default-index", address)]
    words += [word for address in each("extra-index-url") for word in ("--index", address)]
    # pip passes over a folder that is not there
    found = [place for place in each("find-links") if "://" in place or os.path.exists(place)]
    words += [word for place in found for word in ("--find-links", place)]
    words += [word for host in each("trusted-host") for word in ("--allow-insecure-host", host)]
    if told.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        words.append("--no-index")
    names = {
        "cert": "SSL_CERT_FILE",
        "proxy": "ALL_PROXY",
        "default-timeout": "UV_HTTP_TIMEOUT",
        "timeout": "UV_HTTP_TIMEOUT",
    }
    return words, {name: told[option] for option, name in names.items() if option in told}


def pip(*words: str) -> None:
    run(PYTHON, "-m", "pip", *words, "--quiet", "--disable-pip-version-check")


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit("setup: Python 3.11 or newer is needed, this is " + sys.version.split()[0])
    wanted = "dev" if "--dev" in sys.argv[1:] else "runtime"
    locks = {"dev": "requirements-dev.lock", "runtime": "requirements.lock"}
    # the development lock holds everything that the other one does
    for kind in ["dev"] if wanted == "dev" else ["runtime", "dev"]:
        if is_made_from(kind, fingerprint(locks[kind])):
            return
    print_ = fingerprint(locks[wanted])
    create()
    install(locks[wanted])
    with open(stamp(wanted), "w") as file:
        file.write(print_)
    say("ready: " + os.path.relpath(os.path.join(VENV, "bin", "netmap")))


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit("setup: failed: " + " ".join(error.cmd))
