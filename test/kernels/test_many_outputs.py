"""A cell may have many outputs, in a notebook that is saved while it runs."""

from conftest import Job


def test_no_output_is_lost(job: Job) -> None:
    source = "from IPython.display import display\nfor i in range(20_000): display(i)"
    ended = job.write("python3", source).run()
    assert ended.code == 0, ended.last_line
    shown = [o["data"]["text/plain"] for o in ended.outputs("display_data")]
    assert ["".join(text) for text in shown] == [str(i) for i in range(20_000)]


def test_a_notebook_is_saved_compactly_while_it_runs(job: Job) -> None:
    read = "text = open('outputs/nb.ipynb').read(); print(text.count('\\n'))"
    ended = job.write("python3", "1", read).run()
    assert ended.outputs("stream")[0]["text"] == ["0\n"]
    assert (job.folder / "outputs" / "nb.ipynb").read_text("utf-8").startswith('{\n "cells"')
