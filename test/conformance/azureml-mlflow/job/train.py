"""A training script as Azure's samples write them: MLflow reads the job's run from environment variables."""

import mlflow
import pandas
from sklearn.linear_model import LinearRegression

mlflow.autolog(log_models=False)
mlflow.log_param("rate", 0.1)
LinearRegression().fit(pandas.DataFrame({"x": [1.0, 2.0, 3.0]}), [2, 4, 6])
mlflow.log_text("hello", "words/hello.txt")
with mlflow.start_run(nested=True):
    mlflow.log_metric("loss", 0.5)
