"""Parameters as Python source."""

import json
import keyword
from typing import Any

from .failures import JobRefused
from .values import refuse_infinite, walk

# CPython's parser fails at about 200 nested brackets.
MAX_LITERAL_DEPTH = 80


class PythonParameters:
    """A translator for papermill, which calls only `codify`."""

    @classmethod
    def codify(cls, parameters: dict[str, Any], comment: str = "Parameters") -> str:
        lines = [f"{name} = {_literal(name, value)}\n" for name, value in parameters.items()]
        return f"# {comment}\n{''.join(lines)}"


def _literal(name: str, value: Any) -> str:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise JobRefused(f"The parameter '{name}' is not a name that Python can assign to.")
    refuse_infinite(name, value)
    if max(depth for _, depth in walk(value)) > MAX_LITERAL_DEPTH:
        return f'__import__("json").loads({json.dumps(value)!r})'
    # For every JSON value, repr is exact: quotes, backslashes, control characters and lone
    # surrogates are escaped, floats round-trip, and the rest stays readable.
    return repr(value)
