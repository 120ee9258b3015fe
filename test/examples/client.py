"""Creates what example files describe, with the unmodified azure-ai-ml client: one JSON request a line, one JSON response a line."""

import io
import json
import os
import sys
import tarfile
import traceback
from pathlib import Path

import pandas
import yaml
from azure.ai.ml import MLClient, entities
from azure.ai.ml.entities import _load_functions as loaders
from azure.core.polling import LROPoller
from azure.identity import DefaultAzureCredential
from PIL import Image, ImageDraw

# The client prints to the standard output; the protocol keeps it for itself.
responses = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

client = MLClient(
    DefaultAzureCredential(),
    os.environ["AZUREML_ARM_SUBSCRIPTION"],
    os.environ["AZUREML_ARM_RESOURCEGROUP"],
    os.environ["AZUREML_ARM_WORKSPACE_NAME"],
)


def finished(poller):
    return poller.result() if isinstance(poller, LROPoller) else poller


def load_data_import(source, params_override):
    return loaders.load_common(entities.DataImport, source, params_override=params_override)


def package(request):
    """Packages any model of the workspace: the file itself does not name one."""
    model = next(iter(client.models.list()))
    return client.models.package(model.name, model.latest_version or "1", request)


# Per kind of file: the loader of azure-ai-ml, and the call that creates what it loaded.
kinds = {
    "job": (loaders.load_job, client.jobs.create_or_update),
    "component": (loaders.load_component, client.components.create_or_update),
    "data": (loaders.load_data, client.data.create_or_update),
    "environment": (loaders.load_environment, client.environments.create_or_update),
    "model": (loaders.load_model, client.models.create_or_update),
    "compute": (loaders.load_compute, client.compute.begin_create_or_update),
    "datastore": (loaders.load_datastore, client.datastores.create_or_update),
    "connection": (loaders.load_connection, client.connections.create_or_update),
    "workspace": (loaders.load_workspace, client.workspaces.begin_create),
    "online endpoint": (
        loaders.load_online_endpoint,
        client.online_endpoints.begin_create_or_update,
    ),
    "batch endpoint": (
        loaders.load_batch_endpoint,
        client.batch_endpoints.begin_create_or_update,
    ),
    "online deployment": (
        loaders.load_online_deployment,
        client.online_deployments.begin_create_or_update,
    ),
    "batch deployment": (
        loaders.load_batch_deployment,
        client.batch_deployments.begin_create_or_update,
    ),
    "model batch deployment": (
        loaders.load_model_batch_deployment,
        client.batch_deployments.begin_create_or_update,
    ),
    "pipeline batch deployment": (
        loaders.load_pipeline_component_batch_deployment,
        client.batch_deployments.begin_create_or_update,
    ),
    "schedule": (loaders.load_schedule, client.schedules.begin_create_or_update),
    "model package": (loaders.load_model_package, package),
    "data import": (load_data_import, client.data.import_data),
}


def overrides(file, paths):
    """Returns the overrides, as of `--set`, that replace paths of a file by those of the stand-ins."""
    found = []

    def walk(value, at):
        if not isinstance(value, dict):
            return
        for key, inner in value.items():
            if isinstance(inner, str) and inner in paths:
                found.append({".".join([*at, key]): paths[inner]})
            # What a job writes stays where the file says.
            if key != "outputs":
                walk(inner, [*at, key])

    try:
        walk(yaml.safe_load(Path(file).read_text(encoding="utf-8")), [])
    except yaml.YAMLError:
        # A template with gaps for the user's names; the client says so itself.
        return []
    return found


def create(request):
    # As a user does: azure-ai-ml takes some relative paths from there.
    os.chdir(Path(request["file"]).parent)
    load, put = kinds[request["kind"]]
    changes = overrides(request["file"], request["paths"])
    changes += [{field: value} for field, value in request.get("fields", {}).items()]
    entity = load(request["file"], params_override=changes)
    created = finished(put(entity))
    return {"name": getattr(created, "name", None) or getattr(entity, "name", None)}


def compute(request):
    cluster = entities.AmlCompute(name=request["name"], size="STANDARD_DS3_V2", max_instances=2)
    finished(client.compute.begin_create_or_update(cluster))
    return {"name": request["name"]}


def endpoint(request):
    """Creates an endpoint for one deployment."""
    make, put = endpoints[request["kind"]]
    finished(put(make(name=request["name"])))
    return {"name": request["name"]}


endpoints = {
    "managed": (entities.ManagedOnlineEndpoint, client.online_endpoints.begin_create_or_update),
    "kubernetes": (
        entities.KubernetesOnlineEndpoint,
        client.online_endpoints.begin_create_or_update,
    ),
    "batch": (entities.BatchEndpoint, client.batch_endpoints.begin_create_or_update),
}


def model(request):
    kind = "mlflow_model" if (Path(request["path"]) / "MLmodel").exists() else "custom_model"
    asset = entities.Model(
        name=request["name"], version=request["version"], type=kind, path=request["path"]
    )
    return {"name": client.models.create_or_update(asset).name}


def environment(request):
    asset = entities.Environment(name=request["name"], version=request["version"], image="ubuntu")
    return {"name": client.environments.create_or_update(asset).name}


# The names of Azure's open data set of taxi rides, of which the city's own file has others.
OPEN_TAXI_COLUMNS = {
    "VendorID": "vendorID",
    "tpep_pickup_datetime": "pickupDatetime",
    "tpep_dropoff_datetime": "dropoffDatetime",
    "passenger_count": "passengerCount",
    "trip_distance": "tripDistance",
    "pickup_longitude": "startLon",
    "pickup_latitude": "startLat",
    "dropoff_longitude": "endLon",
    "dropoff_latitude": "endLat",
    "RatecodeID": "rateCode",
    "payment_type": "paymentType",
    "fare_amount": "fareAmount",
    "tip_amount": "tipAmount",
    "total_amount": "totalAmount",
}


def open_taxi(request):
    """Writes the generated taxi rides as Azure's open data set: in the format and with the names of columns that it has."""
    Path(request["path"]).parent.mkdir(parents=True, exist_ok=True)
    times = ["tpep_pickup_datetime", "tpep_dropoff_datetime"]
    rides = pandas.read_csv(request["csv"], parse_dates=times)
    for name in times:
        # Spark reads no nanoseconds.
        rides[name] = rides[name].astype("datetime64[us]")
    rides.rename(columns=OPEN_TAXI_COLUMNS).to_parquet(request["path"])
    return {"name": request["path"]}


def pets(request):
    """Writes pictures of shapes and the mask of each, packed as the Oxford pets are: 1 is the shape, 2 the ground, 3 the edge."""
    folder = Path(request["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tarfile.open(folder / "images.tar.gz", "w:gz") as images,
        tarfile.open(folder / "annotations.tar.gz", "w:gz") as annotations,
    ):
        for number in range(64):
            box = [20 + number, 20, 90 + number, 100]
            picture = Image.new("RGB", (180, 120), (40, 90, 40 + number))
            ImageDraw.Draw(picture).ellipse(box, fill=(200, 60 + number, 30))
            mask = Image.new("L", picture.size, 2)
            ImageDraw.Draw(mask).ellipse(box, fill=1, outline=3)
            add_picture(images, f"images/shape_{number}.jpg", picture)
            add_picture(annotations, f"annotations/trimaps/shape_{number}.png", mask)
    return {"name": str(folder)}


def add_picture(archive, name, picture):
    content = io.BytesIO()
    picture.save(content, format="JPEG" if name.endswith(".jpg") else "PNG")
    entry = tarfile.TarInfo(name)
    entry.size = content.tell()
    content.seek(0)
    archive.addfile(entry, content)


def data(request):
    kind = "uri_folder" if Path(request["path"]).is_dir() else "uri_file"
    asset = entities.Data(name=request["name"], version="1", type=kind, path=request["path"])
    return {"name": client.data.create_or_update(asset).name}


def ready(request):
    return {"name": "azure-ai-ml"}


operations = {
    f.__name__: f
    for f in (ready, create, compute, endpoint, environment, data, model, open_taxi, pets)
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        response = operations[request["do"]](request)
    except Exception as error:
        print(traceback.format_exc(), file=sys.stderr)
        response = {"error": str(error), "type": type(error).__name__}
    except SystemExit as error:
        response = {"error": f"The client ended itself: {error}", "type": "SystemExit"}
    responses.write(json.dumps(response) + "\n")
    responses.flush()
