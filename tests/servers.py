"""Servers that tests start: Nightjar's, Jupyter's, PostgreSQL and MariaDB, on free ports, in a temporary folder."""

import contextlib
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

from tests.program import COMMAND, PROJECT

PATIENCE = 120


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_answers(address, process, log, headers=None):
    """Waits for any HTTP answer below 500."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"the server ended: {pathlib.Path(log).read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {}), timeout=5):
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer: {pathlib.Path(log).read_text()[-2000:]}")


@contextlib.contextmanager
def process(command, log, **more):
    """A child process, ended when the block ends."""
    with open(log, "w", encoding="utf-8") as opened:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=opened, stderr=opened, **more)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextlib.contextmanager
def nightjar(folder, *options, environment=None):
    """A Nightjar server with its notebooks in folder; gives its address."""
    port = free_port()
    data = pathlib.Path(f"{folder}-data")
    log = f"{folder}-server.log"
    command = [*COMMAND, "server", "--port", str(port), "--root", str(folder), "--data-dir", str(data), *options]
    with process(command, log, env={**os.environ, **(environment or {})}) as child:
        address = f"http://127.0.0.1:{port}"
        wait_until_answers(address + "/scheduler/config", child, log)
        yield address


@contextlib.contextmanager
def jupyter(folder, nightjar_address):
    """A Jupyter server with our extension, its files in folder; gives its address and token."""
    port = free_port()
    token = "of-the-jupyter-server"
    config = pathlib.Path(f"{folder}-config.py")
    config.write_text(
        f"""
c.ServerApp.token = {token!r}
c.ServerApp.root_dir = {str(folder)!r}
c.ServerApp.port = {port}
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.jpserver_extensions = {{"nightjar_jupyter": True}}
c.NightjarServer.url = {nightjar_address!r}
""",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "python" / "nightjar_jupyter")}
    log = f"{folder}-jupyter.log"
    command = ["/usr/bin/python3", "-m", "jupyter_server", "--config", str(config)]
    with process(command, log, env=environment, cwd=folder) as child:
        address = f"http://127.0.0.1:{port}"
        wait_until_answers(address + "/scheduler/config", child, log, {"Authorization": "token " + token})
        yield address, token


def owned_by(name, folder):
    """Makes a folder in which a database works, which refuses to run as root; gives the words that run it as its user."""
    folder.mkdir(parents=True)
    if os.getuid() != 0:
        return []
    user = pwd.getpwnam(name)
    os.chown(folder, user.pw_uid, user.pw_gid)
    for parent in folder.parents:
        if parent != pathlib.Path("/") and parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    return ["runuser", "-u", name, "--"]


@contextlib.contextmanager
def postgresql(folder):
    """A PostgreSQL with an empty database; gives its JDBC URL. It does not run as root, so its folder is another's."""
    programs = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    data = pathlib.Path(folder)
    as_user = owned_by("postgres", data)
    port = free_port()
    subprocess.run(
        [*as_user, programs / "initdb", "-D", data / "data", "-U", "nightjar", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True, stdout=subprocess.DEVNULL, cwd="/",
    )
    command = [
        *as_user, programs / "postgres", "-D", data / "data", "-p", str(port), "-k", data, "-c", "listen_addresses=127.0.0.1",
    ]
    with process(command, f"{folder}.log", cwd="/") as child:
        end = time.monotonic() + PATIENCE
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        while subprocess.run(ready, check=False).returncode != 0:
            if child.poll() is not None or time.monotonic() > end:
                raise AssertionError("PostgreSQL does not start: " + pathlib.Path(f"{folder}.log").read_text())
            time.sleep(0.1)
        try:
            yield f"jdbc:postgresql://127.0.0.1:{port}/postgres?user=nightjar"
        finally:
            child.terminate()
            child.wait(30)
            shutil.rmtree(data / "data", ignore_errors=True)


MARIADB = PROJECT / "nightjar-testkit/src/main/resources/dev/nightjar/testkit/mariadb.sh"


@contextlib.contextmanager
def mariadb(folder):
    """A MariaDB server; gives its port, on which the user nightjar may do everything."""
    as_user = owned_by("mysql", pathlib.Path(folder))
    port = free_port()
    with subprocess.Popen(
        [*as_user, "sh", "-c", MARIADB.read_text(encoding="utf-8"), "sh", folder, str(port), "fast"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
    ) as keeper:
        said = []
        for line in keeper.stdout:
            if line == "ready\n":
                break
            said.append(line)
        else:
            raise AssertionError("MariaDB does not start: " + "".join(said))
        try:
            yield port
        finally:
            keeper.stdin.close()
            keeper.wait(30)
