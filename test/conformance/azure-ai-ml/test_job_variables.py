"""The variables by which a job finds its run and its data, as Azure sets them."""

import json

from azure.ai.ml import Input, Output, command, dsl
from waiting import ended

PRINT = """
import json, os, pathlib
pathlib.Path(os.environ["AZURE_ML_OUTPUT_said"], "variables.json").write_text(json.dumps(dict(os.environ)))
data = pathlib.Path(os.environ["AZUREML_CR_DATA_CAPABILITY_PATH"])
assert (data / "INPUT_table").read_text() == "1,2"
assert (data / "said" / "variables.json").exists()
"""


def test_a_step_finds_its_pipeline_its_parameters_and_its_data(client, environment, tmp_path):
    code = tmp_path / "src"
    code.mkdir()
    (code / "main.py").write_text(PRINT)
    (tmp_path / "table.csv").write_text("1,2")
    component = command(
        code=str(code),
        command="python main.py # ${{inputs.rate}}",
        inputs={"rate": Input(type="number"), "table": Input(type="uri_file")},
        outputs={"said": Output(type="uri_folder")},
        environment=environment,
        environment_variables={"AZUREML_PARAMETER_own": "mine"},
    ).component

    @dsl.pipeline(default_compute="cpu")
    def pipeline(table):
        component(rate=0.5, table=table)

    job = client.jobs.create_or_update(
        pipeline(table=Input(type="uri_file", path=str(tmp_path / "table.csv"))),
        experiment_name="variables",
    )
    assert ended(client, job.name) == "Completed"
    (step,) = client.jobs.list(parent_job_name=job.name)
    client.jobs.download(step.name, download_path=str(tmp_path / "got"), output_name="said")
    (file,) = (tmp_path / "got").rglob("variables.json")
    found = json.loads(file.read_text())
    assert found["AZUREML_RUN_ID"] == step.name
    assert found["AZUREML_ROOT_RUN_ID"] == job.name
    assert found["AZUREML_ARM_PROJECT_NAME"] == "variables"
    assert found["AZUREML_PARAMETER_rate"] == found["AZURE_ML_INPUT_rate"] == "0.5"
    assert found["AZUREML_DATAREFERENCE_table"] == found["AZURE_ML_INPUT_table"]
    assert json.loads(found["AZUREML_CR_AZUREML_CONTEXT"])["root_run_id"] == job.name
    assert (found["AZUREML_NODE_COUNT"], found["AZUREML_CR_NODE_RANK"]) == ("1", "0")
    assert found["PWD"] == found["AZUREML_CR_EXECUTION_WORKING_DIR_PATH"]
