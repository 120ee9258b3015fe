"""An output of a cell, from a message of its kernel."""

from typing import Any

from nbformat import from_dict

FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


def output_from_message(msg: Any) -> Any:
    """Returns the output, or None for a message of another kind.

    nbformat's own function validates each output by the schema of notebooks, which takes most of the time of a cell with many outputs;
    the notebook is validated when it is saved at its end.
    """
    kind, content = msg["msg_type"], msg["content"]
    if kind not in FIELDS:
        return None
    return from_dict({"output_type": kind, **{name: content[name] for name in FIELDS[kind]}})
