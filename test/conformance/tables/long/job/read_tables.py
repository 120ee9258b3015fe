"""Reads tables with the package mltable in every way of its documentation, and writes what it found as JSON."""

import json
import os
import sys
from pathlib import Path

import mltable

given = dict(word.split("=", 1) for word in sys.argv[1:])
found = {}


def read(name, path):
    try:
        found[name] = sorted(mltable.load(path).to_pandas_dataframe()["n"].tolist())
    except Exception as error:
        found[name] = str(error)


def write_table(folder, path):
    os.makedirs(folder)
    text = f"paths:\n  - pattern: {path}\ntransformations:\n  - read_delimited:\n      delimiter: ','\n"
    Path(folder, "MLTable").write_text(text)
    return folder


workspace = "azureml://subscriptions/{SUBSCRIPTION}/resourcegroups/{RESOURCEGROUP}/workspaces/{WORKSPACE_NAME}"
names = ["SUBSCRIPTION", "RESOURCEGROUP", "WORKSPACE_NAME"]
here = workspace.format(**{name: os.environ[f"AZUREML_ARM_{name}"] for name in names})
files = given["files"]

for mode in ["mount", "download", "direct", "eval_mount"]:
    read(mode, given[mode])
read("asset", f"{here}/data/{given['asset'].replace(':', '/versions/')}")
read("uri in MLTable", write_table("long", f"{files}*.csv"))
read("relative path", write_table("relative/below", "../../words.csv"))

out = given["out"]
mltable.from_delimited_files([{"pattern": f"{files}*.csv"}]).save(out)
read("saved", out)
mltable.from_delimited_files([{"file": "words.csv"}]).save(given["copied"], colocated=True)
read("saved with its files", given["copied"])

Path("outputs/found.json").write_text(json.dumps(found))
