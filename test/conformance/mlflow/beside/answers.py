"""Sends the calls to one server and normalises its responses so that two servers can be compared."""

import json
import re

from .call import Call
from .differences import ALIKE

# Servers generate these values, so only their presence is compared.
GENERATED = re.compile(
    r"(^|\.)(creationTime|creationTimestamp|created_time|startTime|endTime|creation_time|last_update_time|last_updated_timestamp|last_updated_timestamp_ms|creation_timestamp|creation_timestamp_ms|start_time|end_time)$"
)
# Values that differ between two servers and that no later call uses.
MADE_UP = re.compile(
    r"^\.(?:datasets?\.digest|records\.dataset_record_id|assessment\.assessment_id)$"
)
# Text for people and for MLflow's own dashboards. Programs read error_code.
FOR_PEOPLE = {"message", "sqlstate", "error_class", "stack_trace"}


class Server:
    """One server and the values saved from its responses."""

    def __init__(self, session, uri):
        self.session = session
        self.uri = uri
        self.saved = {}

    def respond(self, call: Call) -> dict:
        path = self._filled(call.path)
        sent = None if call.body is None else self._filled(call.body)
        response = self.session.request(
            call.method,
            f"{self.uri}/{call.base}{path}",
            json=sent,
            params=self._filled(call.query),
            timeout=60,
        )
        try:
            body = response.json()
        except ValueError:
            body = {"not JSON": response.text[:40]}
        for name, where in call.saves.items():
            value = body
            for step in where.split("."):
                value = value.get(step) if isinstance(value, dict) else None
            if value is not None:
                self.saved[name] = value
        return {"status": response.status_code, **_flat(self._compared(body))}

    def _filled(self, value):
        if isinstance(value, str):
            return re.sub(r"\{(\w+)\}", lambda m: str(self.saved.get(m[1], m[0])), value)
        if isinstance(value, dict):
            return {key: self._filled(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._filled(inner) for inner in value)
        return value

    def _compared(self, value, path=""):
        if isinstance(value, dict):
            compared = {
                key: inner
                for key, inner in value.items()
                if not ("error_code" in value and key in FOR_PEOPLE)
            }
            return {key: self._compared(inner, f"{path}.{key}") for key, inner in compared.items()}
        if isinstance(value, list):
            return [self._compared(inner, path) for inner in value]
        if GENERATED.search(path) and str(value).isdigit() and int(value) > 10**12:
            return "<now>"
        if path.endswith(".next_page_token"):
            return "<token>"
        if isinstance(value, float) and value in ALIKE:
            return ALIKE[value]
        if MADE_UP.search(path):
            return "<made up>"
        if isinstance(value, str) and value.startswith(('[{"', '{"')):
            return self._compared(_parsed(value), path)
        if isinstance(value, str):
            for name, saved in self.saved.items():
                value = value.replace(str(saved), f"<{name}>") if len(str(saved)) > 8 else value
        return value


def _parsed(text):
    """The value of a JSON text, or the text itself in a tuple, which is not compared as text again."""
    try:
        return json.loads(text)
    except ValueError:
        return (text,)


def _flat(value, path=""):
    """`{"a": [{"b": 1}]}` becomes `{"a[0].b": 1}`. Lists of keys and values are compared by key, because their order has no meaning."""
    if isinstance(value, dict):
        return {
            k: v
            for key, inner in value.items()
            for k, v in _flat(inner, f"{path}.{key}" if path else key).items()
        } or ({path: {}} if path else {})
    if isinstance(value, list):
        if value and all(
            isinstance(inner, dict) and inner.keys() <= {"key", "value"} for inner in value
        ):
            return {f"{path}[{inner['key']}]": inner.get("value") for inner in value}
        if (
            value
            and all(
                isinstance(inner, dict) and {"key", "value", "step"} <= inner.keys()
                for inner in value
            )
            and not path.startswith("metrics")
        ):
            value = sorted(value, key=lambda metric: metric["key"])
        if value and all(
            isinstance(inner, dict) and "run_id" in inner and "step" in inner for inner in value
        ):
            # Points of several runs, sorted by run id, because the ids are generated.
            value = sorted(value, key=lambda metric: (metric["run_id"], metric["step"]))
        return {
            k: v for i, inner in enumerate(value) for k, v in _flat(inner, f"{path}[{i}]").items()
        }
    return {path: value}
