import os
import secrets
import sys

from ._node import find_node, find_program, job_environment


def server() -> dict:
    """The entry of jupyter-server-proxy, which starts the bridge with the first request to `carry/`."""
    # Another process that finds the socket does not know this secret; the proxy sends it with every request.
    secret = secrets.token_hex(32)
    return {
        "command": _command,
        "environment": {"CARRY_BRIDGE_SECRET": secret, **job_environment()},
        "request_headers_override": {"X-Carry-Bridge": secret},
        "unix_socket": True,
        "timeout": 30,
        # A page that watches a run is no reason to keep a user's server from being culled.
        "update_last_activity": False,
        "launcher_entry": {"enabled": False},
        "new_browser_tab": False,
    }


def _command() -> list[str]:
    """Called when the bridge starts: by then the Jupyter server knows its root folder."""
    try:
        node = find_node()
        bridge = os.environ.get("CARRY_BRIDGE") or find_program(
            "dist/bridge/main.js", "sdk/bridge/dist/main.js"
        )
    except RuntimeError as error:
        reason = f"{error} Then restart JupyterLab."
        return [
            *[_literal(sys.executable), "-m", "jupyterlab_carry._no_bridge"],
            *["{unix_socket}", _literal(reason)],
        ]
    return [
        *[_literal(node), _literal(bridge), "--root", _literal(_root())],
        *["--socket", "{unix_socket}"],
    ]


def _root() -> str:
    from jupyter_server.serverapp import ServerApp

    return ServerApp.instance().root_dir if ServerApp.initialized() else os.getcwd()


def _literal(text: str) -> str:
    """Escapes braces: the proxy fills in `{unix_socket}` with str.format."""
    return text.replace("{", "{{").replace("}", "}}")
