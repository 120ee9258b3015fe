"""Adds the Node.js programs to the wheel, which therefore is specific to one platform."""

import json
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class NodeHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        if version == "editable":
            # A checkout has its own bridge, built from its sources.
            return
        dist = Path(self.root) / "dist"
        record = dist / "wheel.json"
        if not record.is_file():
            raise RuntimeError(
                "The bundle for Node.js is not built. Run `npm run wheel` at the top of the checkout; it builds it and the wheel."
            )
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{json.loads(record.read_text())['platform']}"
        build_data["force_include"][str(dist / "node")] = "jupyterlab_carry/node"
