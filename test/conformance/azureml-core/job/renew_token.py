"""A script that renews the token of its job, prints it and gives it away."""

import os
from datetime import datetime, timezone

from azureml.core import Run
from azureml.exceptions import UserErrorException

run = Run.get_context(allow_offline=False)
client = run._client.run
renewed = client.get_token()
assert renewed.token.count(".") == 2
assert renewed.expiry_time_utc > datetime.now(timezone.utc)

other = type(client)(
    run.experiment.workspace.service_context, run.experiment.name, os.environ["OTHER"]
)
message = ""
try:
    other.get_token()
except UserErrorException as error:
    message = error.message
assert "'Forbidden'" in message, message

print("token", os.environ["AZUREML_RUN_TOKEN"])
os.makedirs("outputs", exist_ok=True)
with open("outputs/token", "w") as file:
    file.write(os.environ["AZUREML_RUN_TOKEN"])
