"""Create `.venv` from the lock files, or do nothing if it is up to date.

Runs on the system's Python before anything is installed, therefore without any import of ours
and without syntax newer than what an old Python can read far enough to say what is wrong.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)


def say(line: str) -> None:
    sys.stderr.write("setup: " + line + "\n")


def run(*command: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT)


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
    say("installing what " + lock + " names (about a minute the first time)")
    # Hashes come from the lock; where the packages are fetched is the machine's own pip configuration.
    pip_install("--require-hashes", "-r", lock)
    pip_install("--no-deps", "--no-build-isolation", "--no-index", "-e", ".")


def pip_install(*words: str) -> None:
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words)


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
