"""Carries the labextension and tells jupyter-server-proxy how to start the bridge."""

from ._server import server

__all__ = ["server"]
