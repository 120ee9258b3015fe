import json
import os
import secrets
import shutil
from pathlib import Path

HERE = Path(__file__).parent


def server() -> dict:
    """The entry of jupyter-server-proxy: it starts the bridge with the first request to `carry/`."""
    # Whoever else finds the socket does not know this; the proxy sends it along with every request.
    secret = secrets.token_hex(32)
    return {
        "command": _command,
        "environment": {"CARRY_BRIDGE_SECRET": secret},
        "request_headers_override": {"X-Carry-Bridge": secret},
        "unix_socket": True,
        "timeout": 30,
        # A page that watches a run is no reason to keep a user's server from being culled.
        "update_last_activity": False,
        "launcher_entry": {"enabled": False},
        "new_browser_tab": False,
    }


def _command() -> list[str]:
    """Asked for when the bridge starts: by then the Jupyter server knows its root folder."""
    node = os.environ.get("CARRY_NODE") or shutil.which("node")
    if node is None:
        raise RuntimeError(
            "Carry's bridge needs Node.js 20.19 or newer on the PATH of the Jupyter server."
        )
    return [
        _literal(node),
        _literal(_bridge()),
        "--root",
        _literal(_root()),
        "--socket",
        "{unix_socket}",
    ]


def _bridge() -> str:
    recorded = HERE / "bridge.json"
    candidates = [
        os.environ.get("CARRY_BRIDGE"),
        HERE.parents[1] / "sdk" / "dist" / "bridge" / "main.js",
        json.loads(recorded.read_text())["main"] if recorded.exists() else None,
    ]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return str(candidate)
    raise RuntimeError(
        "Carry's bridge is not built. Run `npm run setup`, or set CARRY_BRIDGE to the path of its main.js."
    )


def _root() -> str:
    from jupyter_server.serverapp import ServerApp

    return ServerApp.instance().root_dir if ServerApp.initialized() else os.getcwd()


def _literal(text: str) -> str:
    """The proxy fills `{unix_socket}` in with str.format: braces in a path must survive that."""
    return text.replace("{", "{{").replace("}", "}}")
