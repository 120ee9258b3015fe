"""The model of an AutoML job that has ended, with an older azure-ai-ml, unmodified: the newest downloads no models."""


def test_the_best_model_is_an_output(client, tmp_path):
    job = next(job for job in client.jobs.list() if job.type == "automl")
    client.jobs.download(job.name, output_name="best_model", download_path=tmp_path)
    model = tmp_path / "named-outputs" / "best_model"
    assert (model / "MLmodel").is_file()
    assert list(model.glob("*.pkl"))
