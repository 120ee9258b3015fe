"""The length of a season in time steps, from the frequency of a series."""

import re

import pandas as pd

# Steps per season by the letter of pandas' frequency: a day of hours, a week of days, a year of weeks, months or quarters.
STEPS = {"H": 24, "D": 7, "B": 5, "W": 52, "M": 12, "Q": 4, "Y": 1, "A": 1, "S": 60, "T": 60}
DEFAULT = 1
SECONDS = {"S": 1, "T": 60, "H": 3600, "D": 86_400, "W": 604_800, "M": 2_592_000, "Q": 7_776_000}


def season_length(frequency: str | None, times: pd.Series) -> int:
    """From the frequency that the user gives, such as `D` or `15min`, otherwise from the usual step between times."""
    letter, count = _parse(frequency) if frequency else _usual(times)
    return max(1, STEPS.get(letter, DEFAULT) // count) if letter in STEPS else DEFAULT


def _parse(frequency: str) -> tuple[str, int]:
    match = re.match(r"^(\d*)\s*([A-Za-z]+)", frequency)
    if not match:
        return "", 1
    name = match[2].upper()
    letter = "T" if name.startswith("MIN") else name[0]
    return letter, int(match[1] or 1)


def _usual(times: pd.Series) -> tuple[str, int]:
    steps = times.drop_duplicates().sort_values().diff().dropna()
    if steps.empty:
        return "", 1
    seconds = steps.dt.total_seconds().median()
    for letter in ["Q", "M", "W", "D", "H", "T", "S"]:
        # A month has 28 to 31 days, a quarter 90 to 92.
        if seconds >= 0.9 * SECONDS[letter]:
            return letter, max(1, round(seconds / SECONDS[letter]))
    return "", 1
