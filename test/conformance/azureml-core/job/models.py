"""A script that registers models and gets them back."""

import os

from azureml.core import Model, Run
from azureml.exceptions import WebserviceException

run = Run.get_context(allow_offline=False)
workspace = run.experiment.workspace
fruit, tree = os.environ["FRUIT"], os.environ["TREE"]


def content(path):
    with open(path) as file:
        return file.read()


os.makedirs("outputs", exist_ok=True)
for name in ["outputs/model.txt", "outputs/model.txt.backup"]:
    with open(name, "w") as file:
        file.write(name)
model = run.register_model(
    fruit,
    model_path="outputs/model.txt",
    tags={"kind": "apple"},
    properties={"author": "ada"},
    description="an apple",
    model_framework=Model.Framework.SCIKITLEARN,
    model_framework_version="1.5",
)
assert (model.id, model.version, model.run_id) == (f"{fruit}:1", 1, run.id)
assert (model.tags, model.properties) == ({"kind": "apple"}, {"author": "ada"})
assert (model.model_framework, model.model_framework_version) == ("ScikitLearn", "1.5")
assert Model(workspace, fruit).run.id == run.id

os.makedirs("folder/inside")
for name in ["folder/a.txt", "folder/inside/b.txt"]:
    with open(name, "w") as file:
        file.write(name)
Model.register(workspace, "folder", tree, tags={"kind": tree})
path = Model(workspace, tree).download("down")
assert (path, content(f"{path}/inside/b.txt")) == ("down/folder", "folder/inside/b.txt")

path = Model.get_model_path(fruit)
assert (path, content(path)) == (f"azureml-models/{fruit}/1/model.txt", "outputs/model.txt")
assert os.listdir(os.path.dirname(path)) == ["model.txt"]
assert [each.id for each in Model.list(workspace, name=fruit)] == [f"{fruit}:1"]
assert [each.id for each in Model.list(workspace, run_id=run.id)] == [f"{fruit}:1"]
assert [each.id for each in Model.list(workspace, tags=[["kind", tree]])] == [f"{tree}:1"]
model.add_tags({"ripe": "yes"})
assert Model(workspace, id=model.id).tags == {"kind": "apple", "ripe": "yes"}

again = run.register_model(fruit, model_path="outputs/model.txt")
assert Model(workspace, fruit).version == 2
again.delete()
assert [each.version for each in Model.list(workspace, name=fruit, latest=True)] == [1]

# A model of another client.
given = Model(workspace, os.environ["GIVEN"])
assert content(given.download("given")) == "given"

message = ""
try:
    Model(workspace, "absent")
except WebserviceException as error:
    message = error.message
assert "ModelNotFound" in message, message

store = workspace.get_default_datastore()
assert (store.name, store.container_name) == ("workspaceblobstore", "azureml-blobstore")
store.upload_files(["outputs/model.txt"], target_path=fruit, show_progress=False)
assert store.download("store", prefix=fruit, show_progress=False) == 1
assert content(f"store/{fruit}/model.txt") == "outputs/model.txt"
