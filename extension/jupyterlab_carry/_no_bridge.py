"""Runs in place of a bridge that cannot start: every request gets the reason, and the sidebar shows it."""

import json
import sys
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingMixIn, UnixStreamServer


class Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    reason = ""

    def respond(self) -> None:
        error = {"code": "BridgeNotStarted", "message": self.reason}
        body = json.dumps({"error": error}).encode()
        self.send_response(503)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = respond

    def log_message(self, *_: object) -> None:
        """The Jupyter server logs the requests."""


def main(socket: str, reason: str) -> None:
    Handler.reason = reason
    Server(socket, Handler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
