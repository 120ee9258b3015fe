"""AutoML's trials: what they measure and save, on small tables."""

import json
import os
import subprocess
import sys
from pathlib import Path

# As in a trial: threads that wait for each other take longer than the small tables here.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "kernels" / "automl"))

from carry_automl.classification_metrics import classification_metrics  # noqa: E402
from carry_automl.column_kinds import column_kinds  # noqa: E402
from carry_automl.model_files import load_model, save_model  # noqa: E402
from carry_automl.problems import Problem  # noqa: E402
from carry_automl.regression_metrics import regression_metrics  # noqa: E402
from carry_automl.request import Candidate, Request  # noqa: E402
from carry_automl.seasons import season_length  # noqa: E402
from carry_automl.tables import read_frame, shown, split_test, with_names  # noqa: E402
from carry_automl.test_run import run_test  # noqa: E402
from carry_automl.trial import run_trial  # noqa: E402

SCALED = {"scaler": "StandardScalerWrapper"}


def flowers(rows: int = 120) -> pd.DataFrame:
    """Two numbers and a word decide the class; a column identifies rows, one is constant, some cells are missing."""
    random = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "id": [f"row-{at}" for at in range(rows)],
            "length": random.normal(size=rows),
            "width": random.normal(size=rows),
            "color": random.choice(["red", "blue", "green"], size=rows),
            "same": 1,
        }
    )
    score = frame["length"] + frame["width"] + (frame["color"] == "red") * 2
    frame["y"] = np.where(score > 0.5, "yes", "no")
    frame.loc[::7, "length"] = np.nan
    frame.loc[::11, "color"] = None
    return frame


def houses(rows: int = 120) -> pd.DataFrame:
    random = np.random.default_rng(2)
    frame = pd.DataFrame(
        {"area": random.uniform(50, 200, rows), "age": random.uniform(0, 50, rows)}
    )
    return frame.assign(price=3 * frame["area"] - frame["age"] + random.normal(size=rows))


def sales(days: int = 140, shops: tuple[str, ...] = ("a", "b")) -> pd.DataFrame:
    """A week's rhythm, at another level in each shop."""
    times = pd.date_range("2024-01-01", periods=days, freq="D")
    frames = [
        pd.DataFrame(
            {"day": times, "shop": shop, "sold": 100.0 * at + 10 * (times.day_of_week + 1)}
        )
        for at, shop in enumerate(shops, start=1)
    ]
    return pd.concat(frames, ignore_index=True)


def request(task: str, target: str, metric: str, candidate: Candidate | None, **more) -> Request:
    fields = {"taskType": task, "targetColumnName": target, "primaryMetric": metric}
    return Request(fields | more, candidate)


def classify(candidate: Candidate, **more) -> Request:
    few = {"nCrossValidations": {"mode": "Custom", "value": 3}}
    return request("Classification", "y", "AUC_weighted", candidate, **(few | more))


def forecast(candidate: Candidate, settings: dict | None = None, **more) -> Request:
    given = {
        "timeColumnName": "day",
        "timeSeriesIdColumnNames": ["shop"],
        "forecastHorizon": {"mode": "Custom", "value": 7},
    }
    return request(
        "Forecasting",
        "sold",
        "normalized_root_mean_squared_error",
        candidate,
        forecastingSettings=given | (settings or {}),
        **more,
    )


def quiet(_text: str) -> None:
    pass


class TestClassification:
    @pytest.mark.parametrize(
        "candidate",
        [
            Candidate("LogisticRegression", SCALED | {"C": 1}),
            Candidate("SGD", SCALED),
            Candidate("LinearSVM", SCALED),
            Candidate("SVM", SCALED),
            Candidate("KNN", SCALED | {"n_neighbors": 5}),
            Candidate("DecisionTree", {"min_samples_leaf": 5}),
            Candidate("RandomForest", {"n_estimators": 20}),
            Candidate("ExtremeRandomTrees", {"n_estimators": 20}),
            Candidate("GradientBoosting", {"max_iter": 20}),
            Candidate("BernoulliNaiveBayes", SCALED),
            Candidate("MultinomialNaiveBayes", {"scaler": "MinMaxScaler"}),
        ],
        ids=lambda candidate: candidate.algorithm,
    )
    def test_every_algorithm_learns_more_than_chance(self, candidate):
        fitted = run_trial(
            flowers(), None, classify(candidate, nCrossValidations={"value": 3}), quiet
        )
        assert fitted.metrics["AUC_weighted"] > 0.6
        assert set(fitted.model.predict(fitted.table.features)) <= {"yes", "no"}

    def test_lightgbm_learns_more_than_chance(self):
        pytest.importorskip(
            "lightgbm", reason="the environment of AutoML has LightGBM, this one not"
        )
        fitted = run_trial(flowers(), None, classify(Candidate("LightGBM", {})), quiet)
        assert fitted.metrics["AUC_weighted"] > 0.7

    @pytest.mark.parametrize("name", ["VotingEnsemble", "StackEnsemble"])
    def test_ensembles_combine_their_members(self, name):
        members = (Candidate("DecisionTree", {}), Candidate("LogisticRegression", SCALED))
        fitted = run_trial(flowers(), None, classify(Candidate(name, {}, members)), quiet)
        assert fitted.metrics["AUC_weighted"] > 0.7
        assert len(fitted.model.estimators_) == 2

    def test_labels_that_say_nothing_score_as_chance(self):
        frame = flowers().assign(y=np.random.default_rng(5).choice(["yes", "no"], size=120))
        fitted = run_trial(
            frame, None, classify(Candidate("RandomForest", {"n_estimators": 20})), quiet
        )
        assert 0.3 < fitted.metrics["AUC_weighted"] < 0.7

    def test_validation_data_is_what_is_measured_on(self):
        wrong = flowers(60).assign(y=lambda f: np.where(f["y"] == "yes", "no", "yes"))
        fitted = run_trial(
            flowers(), wrong, classify(Candidate("LogisticRegression", SCALED)), quiet
        )
        assert fitted.metrics["accuracy"] < 0.5

    def test_the_same_trial_gives_the_same_metrics(self):
        def run():
            return run_trial(
                flowers(), None, classify(Candidate("RandomForest", {"n_estimators": 20})), quiet
            ).metrics

        assert run() == run()

    def test_a_missing_target_column_is_named_with_those_that_are_there(self):
        wanted = request("Classification", "label", "accuracy", Candidate("KNN", {}))
        with pytest.raises(Problem, match=r"no column 'label'\. Its columns are: 'id', 'length'"):
            run_trial(flowers(), None, wanted, quiet)

    def test_a_class_with_one_row_does_not_stop_cross_validation(self):
        frame = flowers()
        frame.loc[0, "y"] = "perhaps"
        fitted = run_trial(frame, None, classify(Candidate("LogisticRegression", SCALED)), quiet)
        assert fitted.metrics["accuracy"] > 0.5

    def test_boolean_labels_are_classes(self):
        frame = flowers().assign(y=lambda f: f["y"] == "yes")
        fitted = run_trial(frame, None, classify(Candidate("LogisticRegression", SCALED)), quiet)
        assert fitted.metrics["accuracy"] > 0.7

    def test_weights_of_rows_count(self):
        heavy = flowers().assign(w=lambda f: np.where(f["y"] == "yes", 1000.0, 0.001))
        candidate = Candidate("LogisticRegression", SCALED)
        fitted = run_trial(heavy, None, classify(candidate, weightColumnName="w"), quiet)
        assert set(fitted.model.predict(fitted.table.features)) == {"yes"}
        assert "w" not in fitted.table.features


class TestSplits:
    def lines(self, **more) -> list[str]:
        said: list[str] = []
        run_trial(flowers(), None, classify(Candidate("DecisionTree", {}), **more), said.append)
        return [line for line in said if line.startswith("Fold")]

    def test_cross_validations_are_as_many_as_asked(self):
        assert len(self.lines(nCrossValidations={"mode": "Custom", "value": 4})) == 4

    def test_a_small_table_is_validated_ten_times(self):
        assert len(self.lines(nCrossValidations=None)) == 10
        assert len(self.lines(nCrossValidations={"mode": "Auto"})) == 10

    def test_a_share_for_validation_is_held_out_once(self):
        (line,) = self.lines(validationDataSize=0.25, nCrossValidations=None)
        assert "fitted on 90 rows" in line
        assert "on 30." in line

    def test_a_share_with_several_validations_is_drawn_several_times(self):
        lines = self.lines(validationDataSize=0.25, nCrossValidations={"value": 3})
        assert len(lines) == 3

    def test_columns_may_say_which_rows_are_fitted(self):
        frame = flowers().assign(cv1=[1, 1, 0] * 40)
        said: list[str] = []
        wanted = classify(Candidate("DecisionTree", {}), cvSplitColumnNames=["cv1"])
        fitted = run_trial(frame, None, wanted, said.append)
        assert "fitted on 80 rows" in said[1]
        assert "cv1" not in fitted.table.features

    def test_a_share_for_the_test_is_taken_from_no_trial(self):
        wanted = classify(Candidate("DecisionTree", {}), testDataSize=0.2)
        rest, test = split_test(flowers(), wanted)
        assert (len(rest), len(test)) == (96, 24)
        assert not set(rest["id"]) & set(test["id"])


class TestFeaturization:
    def test_columns_get_the_kinds_that_their_values_suggest(self):
        frame = flowers().assign(
            text=[f"some words of row {at % 5}" for at in range(120)],
            when="2024-01-02 10:00",
            flag=[True, False] * 60,
        )
        frame.loc[0, "when"] = "2025-03-04 11:00"
        kinds = column_kinds(frame.drop(columns="y"), {})
        assert kinds == {
            "id": "ignored",
            "length": "numeric",
            "width": "numeric",
            "color": "categorical",
            "same": "ignored",
            "text": "text",
            "when": "time",
            "flag": "categorical",
        }

    def test_a_kind_that_the_user_names_wins(self):
        settings = {"columnNameAndTypes": {"length": "Categorical", "color": "Ignore"}}
        kinds = column_kinds(flowers(), settings)
        assert (kinds["length"], kinds["color"]) == ("categorical", "ignored")

    @pytest.mark.parametrize("blocked", [[], ["OneHotEncoder"], ["TfIdf"]])
    @pytest.mark.parametrize("mode", ["Auto", "Off"])
    def test_tables_of_all_kinds_are_learned_from(self, mode, blocked):
        frame = flowers().assign(
            text=[f"some words of row {at % 5}" for at in range(120)],
            when=pd.date_range("2024-01-01", periods=120),
        )
        settings = {"mode": mode, "blockedTransformers": blocked}
        wanted = classify(
            Candidate("GradientBoosting", {"max_iter": 10}), featurizationSettings=settings
        )
        assert run_trial(frame, None, wanted, quiet).metrics["accuracy"] > 0.6

    def test_missing_numbers_are_filled_as_the_user_says(self):
        imputer = [{"fields": ["length"], "parameters": {"strategy": "constant", "fill_value": 99}}]
        settings = {"mode": "Custom", "transformerParams": {"Imputer": imputer}}
        wanted = classify(Candidate("DecisionTree", {}), featurizationSettings=settings)
        fitted = run_trial(flowers(), None, wanted, quiet)
        filled = fitted.model[:-1].transform(fitted.table.features)
        assert 99 in np.asarray(filled.todense() if hasattr(filled, "todense") else filled)

    def test_a_table_without_a_useful_column_is_refused(self):
        frame = flowers()[["id", "same", "y"]]
        with pytest.raises(Problem, match="No column is left"):
            run_trial(frame, None, classify(Candidate("KNN", {})), quiet)

    def test_a_category_that_is_new_later_is_no_error(self):
        fitted = run_trial(
            flowers(), None, classify(Candidate("LogisticRegression", SCALED)), quiet
        )
        rows = fitted.table.features.head(3).assign(color="violet")
        assert len(fitted.model.predict(rows)) == 3


class TestRegression:
    @pytest.mark.parametrize(
        "algorithm",
        [
            "ElasticNet",
            "LassoLars",
            "RandomForest",
            "GradientBoosting",
            "KNN",
            "DecisionTree",
            "SGD",
        ],
    )
    def test_algorithms_find_a_plain_relation(self, algorithm):
        folds = {"value": 3}
        candidate = Candidate(algorithm, SCALED)
        wanted = request("Regression", "price", "r2_score", candidate, nCrossValidations=folds)
        assert run_trial(houses(), None, wanted, quiet).metrics["r2_score"] > 0.8

    def test_a_target_of_words_is_refused(self):
        frame = houses().assign(price="dear")
        wanted = request("Regression", "price", "r2_score", Candidate("KNN", {}))
        with pytest.raises(Problem, match="no numbers"):
            run_trial(frame, None, wanted, quiet)


class TestForecasting:
    @pytest.mark.parametrize("shops", [("a",), ("a", "b", "c")])
    def test_the_season_of_each_series_is_repeated(self, shops):
        wanted = forecast(Candidate("SeasonalNaive", {}), {"frequency": "D"})
        fitted = run_trial(sales(shops=shops), None, wanted, quiet)
        assert fitted.metrics["normalized_root_mean_squared_error"] == pytest.approx(0)

    @pytest.mark.parametrize("name", ["Naive", "Average"])
    def test_baselines_that_know_no_season_are_worse(self, name):
        fitted = run_trial(sales(), None, forecast(Candidate(name, {})), quiet)
        assert fitted.metrics["normalized_root_mean_squared_error"] > 0.05

    def test_the_average_of_a_season_is_its_own(self):
        wanted = forecast(Candidate("SeasonalAverage", {}), {"frequency": "D"})
        fitted = run_trial(sales(), None, wanted, quiet)
        assert fitted.metrics["normalized_root_mean_squared_error"] == pytest.approx(0)

    @pytest.mark.parametrize(
        "settings",
        [
            {},
            {"targetLags": {"mode": "Custom", "values": [7]}},
            {"targetLags": {"mode": "Auto"}, "targetRollingWindowSize": {"value": 3}},
        ],
        ids=["time", "lags", "window"],
    )
    def test_an_estimator_learns_the_rhythm_from_the_time_and_the_past(self, settings):
        wanted = forecast(Candidate("RandomForest", {"n_estimators": 20}), settings)
        fitted = run_trial(sales(), None, wanted, quiet)
        assert fitted.metrics["normalized_root_mean_squared_error"] < 0.06

    def test_past_values_are_those_of_the_same_series(self):
        settings = {"targetLags": {"values": [1]}, "targetRollingWindowSize": {"value": 2}}
        wanted = forecast(Candidate("DecisionTree", {}), settings)
        model = run_trial(sales(days=60), None, wanted, quiet).model
        seen: list[pd.DataFrame] = []
        model.fitted_.predict = lambda rows: seen.append(rows) or np.zeros(len(rows))
        rows = sales(days=62).groupby("shop").tail(2)
        model.predict(rows.drop(columns="sold"))
        before = sales(days=60).groupby("shop")["sold"]
        assert list(seen[0]["automl_lag_1"]) == list(before.last())
        assert list(seen[0]["automl_window_min"]) == list(before.apply(lambda s: s.tail(2).min()))
        # The second step looks back at the forecast of the first.
        assert list(seen[1]["automl_lag_1"]) == [0, 0]

    def test_no_fold_is_fitted_on_its_own_future(self):
        said: list[str] = []
        wanted = forecast(Candidate("Naive", {}), nCrossValidations={"value": 3})
        run_trial(sales(days=50, shops=("a",)), None, wanted, said.append)
        folds = [line for line in said if line.startswith("Fold")]
        assert [line.split("fitted on ")[1].split(" ")[0] for line in folds] == ["43", "36", "29"]

    def test_long_validation_data_is_forecast_one_horizon_after_another(self):
        frame = sales(days=140, shops=("a",))
        frame.loc[frame.index >= 120, "sold"] += 1000
        wanted = forecast(Candidate("SeasonalNaive", {}), {"frequency": "D"})
        fitted = run_trial(frame.iloc[:105], frame.iloc[105:], wanted, quiet)
        predicted = fitted.model.rolling(
            frame.iloc[105:].drop(columns="sold"), frame.iloc[105:]["sold"]
        )
        # From the third horizon on, the jump is part of the past.
        assert predicted[-7:].min() > 1000

    def test_a_forecast_keeps_the_values_that_are_known(self):
        model = run_trial(sales(), None, forecast(Candidate("Naive", {})), quiet).model
        rows = sales(days=143).groupby("shop").tail(3).drop(columns="sold")
        known = np.array([np.nan, 5, np.nan, np.nan, np.nan, np.nan])
        values, frame = model.forecast(rows, known, ignore_data_errors=True)
        assert values[1] == 5
        assert values[2] == 5
        assert list(frame.index.names) == ["day", "shop"]

    def test_too_few_steps_are_refused_with_what_to_do(self):
        with pytest.raises(Problem, match="Lower forecast_horizon"):
            run_trial(sales(days=8), None, forecast(Candidate("Naive", {})), quiet)

    def test_a_missing_value_is_filled_from_the_step_before_of_its_series(self):
        frame = sales(days=60).assign(price=lambda f: np.where(f["shop"] == "a", 1.0, 2.0))
        frame.loc[frame["day"] == "2024-02-01", "price"] = np.nan
        imputer = [{"fields": ["price"], "parameters": {"strategy": "ffill"}}]
        wanted = forecast(
            Candidate("DecisionTree", {}),
            featurizationSettings={"transformerParams": {"Imputer": imputer}},
        )
        table = run_trial(frame, None, wanted, quiet).table
        assert not table.features["price"].isna().any()
        assert set(table.features[table.features["shop"] == "b"]["price"]) == {2.0}

    @pytest.mark.parametrize(
        ("frequency", "steps"),
        [
            ("D", 7),
            ("H", 24),
            ("h", 24),
            ("W-THU", 52),
            ("MS", 12),
            ("QS", 4),
            ("15min", 4),
            (None, 7),
        ],
    )
    def test_the_season_follows_from_the_frequency(self, frequency, steps):
        times = pd.Series(pd.date_range("2024-01-01", periods=30, freq="D"))
        assert season_length(frequency, times) == steps


class TestMetrics:
    def test_a_perfect_classifier_has_the_best_scores(self):
        found = classification_metrics(
            np.array(["a", "b", "a"]), np.array([[1, 0], [0, 1], [0.9, 0.1]]), np.array(["a", "b"])
        )
        for name in ["accuracy", "AUC_weighted", "norm_macro_recall", "f1_score_macro"]:
            assert found[name] == pytest.approx(1), name
        assert found["log_loss"] < 0.1

    def test_a_classifier_that_names_one_class_recalls_no_more_than_chance(self):
        target = np.array(["a"] * 8 + ["b"] * 2)
        found = classification_metrics(target, np.tile([0.6, 0.4], (10, 1)), np.array(["a", "b"]))
        assert found["accuracy"] == pytest.approx(0.8)
        assert found["norm_macro_recall"] == pytest.approx(0)
        assert found["AUC_weighted"] == pytest.approx(0.5)

    def test_a_class_that_the_model_never_saw_counts_as_wrong(self):
        found = classification_metrics(
            np.array(["a", "c"]), np.array([[0.9, 0.1], [0.6, 0.4]]), np.array(["a", "b"])
        )
        assert found["accuracy"] == pytest.approx(0.5)

    def test_errors_are_normalized_by_the_range_of_the_target(self):
        found = regression_metrics(np.array([0.0, 10.0]), np.array([1.0, 9.0]), spread=20)
        assert found["root_mean_squared_error"] == pytest.approx(1)
        assert found["normalized_root_mean_squared_error"] == pytest.approx(0.05)
        assert found["spearman_correlation"] == pytest.approx(1)


class TestModels:
    @pytest.mark.parametrize("task", ["classification", "forecasting"])
    def test_a_saved_model_loads_where_the_program_is_not(self, task, tmp_path):
        if task == "classification":
            wanted, frame = classify(Candidate("LogisticRegression", SCALED)), flowers()
        else:
            settings = {"targetLags": {"values": [7]}}
            wanted, frame = forecast(Candidate("KNN", {}), settings), sales(days=60)
        fitted = run_trial(frame, None, wanted, quiet)
        model = tmp_path / "mlflow-model"
        save_model(fitted.model, model, "run-7", fitted.table.features)
        fitted.table.features.head(3).to_pickle(tmp_path / "rows.pkl")
        program = (
            "import mlflow, pandas as pd, sys, json\n"
            "model = mlflow.pyfunc.load_model('mlflow-model')\n"
            "print(json.dumps([model.metadata.run_id, len(model.predict(pd.read_pickle('rows.pkl')))]))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.strip().splitlines()[-1]) == ["run-7", 3]

    def test_the_best_model_is_measured_on_the_test_data(self, tmp_path):
        wanted = classify(Candidate("LogisticRegression", SCALED))
        model = run_trial(flowers(), None, wanted, quiet).model
        found = run_test(model, flowers(), flowers(40), wanted, tmp_path, quiet)
        assert found["accuracy"] > 0.7
        shown = pd.read_csv(tmp_path / "predictions.csv")
        assert set(shown["y_predicted"]) <= {"yes", "no"}

    def test_test_data_without_target_is_only_predicted(self, tmp_path):
        wanted = classify(Candidate("LogisticRegression", SCALED))
        model = run_trial(flowers(), None, wanted, quiet).model
        test = flowers(40).drop(columns="y")
        assert run_test(model, flowers(), test, wanted, tmp_path, quiet) == {}
        assert len(pd.read_csv(tmp_path / "predictions.csv")) == 40


# Names that are special to JSON, to CSV, to a path, to scikit-learn or to LightGBM.
HOSTILE_NAMES = [
    "a.b[0]*",
    '"quoted"',
    "it's",
    "a,b",
    "new\nline",
    "naïve ≠ 字",
    "",
    "x" * 5000,
    "a__b",
    '{"json": [1]}',
    "tab\t",
    " spaces ",
    "nan",
    "y_predicted",
]


def decided(rows: int = 90) -> pd.DataFrame:
    """Two numbers decide the class."""
    random = np.random.default_rng(7)
    frame = pd.DataFrame({"a": random.normal(size=rows), "b": random.normal(size=rows)})
    return frame.assign(y=np.where(frame["a"] + frame["b"] > 0, "yes", "no"))


def regress(candidate: Candidate, **more) -> Request:
    few = {"nCrossValidations": {"mode": "Custom", "value": 3}}
    return request("Regression", "y", "r2_score", candidate, **(few | more))


class TestHostileTables:
    TREE = Candidate("DecisionTree", {"max_depth": 4})

    @pytest.fixture(params=["DecisionTree", "LogisticRegression", "LightGBM"])
    def candidate(self, request):
        if request.param == "LightGBM":
            pytest.importorskip("lightgbm", reason="only the environment of AutoML has LightGBM")
        return Candidate(request.param, {})

    @pytest.mark.parametrize("kind", ["numeric", "categorical", "text"])
    def test_any_name_of_a_column(self, candidate, kind, tmp_path):
        frame, random = decided(), np.random.default_rng(3)
        words = ["red", "blue", "green", "big", "tall", "tree"]
        for name in HOSTILE_NAMES:
            frame[name] = {
                "numeric": lambda: random.normal(size=90),
                "categorical": lambda: random.choice(words, size=90),
                "text": lambda: [" ".join(random.choice(words, size=6)) for _ in range(90)],
            }[kind]()
        frame = with_names(frame, "training data")
        assert {column_kinds(frame, {})[name] for name in HOSTILE_NAMES} == {kind}
        fitted = run_trial(frame, None, classify(candidate), quiet)
        assert fitted.metrics["AUC_weighted"] > 0.6
        save_model(fitted.model, tmp_path / "model", None, fitted.table.features)
        loaded = load_model(str(tmp_path / "model"))
        features = fitted.table.features
        assert list(loaded.predict(features)) == list(fitted.model.predict(features))

    @pytest.mark.parametrize("name", HOSTILE_NAMES)
    def test_any_name_of_the_target(self, name):
        frame = decided().rename(columns={"y": name})
        asked = classify(self.TREE, targetColumnName=name)
        assert run_trial(frame, None, asked, quiet).metrics["AUC_weighted"] > 0.7

    def test_two_columns_of_one_name(self):
        frame = decided()
        frame.insert(1, "new\nline", 1.0)
        frame.insert(2, "new\nline", 2.0, allow_duplicates=True)
        with pytest.raises(
            Problem, match=r"^The test data has more than one column 'new\\nline'\. Rename"
        ):
            with_names(frame, "test data")

    def test_a_table_is_read_with_texts_as_names(self, monkeypatch):
        class Loaded:
            def to_pandas_dataframe(self):
                return pd.DataFrame({0: [1], "a": [2]})

        module = type(sys)("mltable")
        module.load = lambda path: Loaded()
        monkeypatch.setitem(sys.modules, "mltable", module)
        assert list(read_frame("folder", "training data").columns) == ["0", "a"]

    def test_a_long_name_is_shortened_in_messages(self):
        assert shown("x" * 5000) == f"'{'x' * 100}…'"

    def test_a_target_with_one_class(self, candidate):
        with pytest.raises(Problem, match="'y' of the training data has one class, 'yes'"):
            run_trial(decided().assign(y="yes"), None, classify(candidate), quiet)

    def test_a_target_with_another_class_in_every_row(self, candidate):
        frame = decided().assign(y=[f"class {at}" for at in range(90)])
        with pytest.raises(Problem, match="'y' of the training data has another class in every"):
            run_trial(frame, None, classify(candidate), quiet)

    def test_a_class_with_one_row_is_fitted_on_in_every_fold(self, candidate):
        frame = decided()
        frame.loc[0, "y"] = "rare"
        fitted = run_trial(frame, None, classify(candidate), quiet)
        assert sorted(fitted.model.classes_) == ["no", "rare", "yes"]
        assert fitted.metrics["AUC_weighted"] > 0.6

    def test_a_metric_that_cannot_be_measured(self):
        frame = decided().assign(y="yes")
        frame.loc[0, "y"] = "no"
        with pytest.raises(Problem, match=r"AUC_weighted could not be measured: .* value of 'y'"):
            run_trial(frame, None, classify(self.TREE), quiet)

    def test_numbers_and_texts_as_classes(self):
        frame = decided()
        frame["y"] = frame["y"].map({"yes": 1, "no": "no"})
        fitted = run_trial(frame, None, classify(self.TREE), quiet)
        assert list(fitted.model.classes_) == ["1", "no"]

    def test_columns_without_a_value_are_ignored(self, candidate):
        frame = decided().assign(e=np.nan, o=None, t=pd.NaT)
        fitted = run_trial(frame, None, classify(candidate), quiet)
        assert fitted.metrics["AUC_weighted"] > 0.7
        kinds = column_kinds(frame, {})
        assert [kinds[name] for name in "eot"] == ["ignored"] * 3

    def test_only_columns_without_a_value(self):
        frame = decided()[["y"]].assign(e=np.nan)
        with pytest.raises(Problem, match="No column is left to learn from"):
            run_trial(frame, None, classify(self.TREE), quiet)

    def test_booleans_also_missing_ones(self, candidate):
        frame = decided()
        truth = frame["y"] == "yes"
        frame = frame[["y"]].assign(truth=truth, some=truth.astype(object))
        frame.loc[::9, "some"] = None
        assert column_kinds(frame, {})["some"] == "categorical"
        fitted = run_trial(frame, None, classify(candidate), quiet)
        assert fitted.metrics["AUC_weighted"] == 1

    def test_a_boolean_target(self, candidate):
        frame = decided().assign(y=lambda f: f["y"] == "yes")
        fitted = run_trial(frame, None, classify(candidate), quiet)
        assert set(fitted.model.predict(fitted.table.features)) <= {True, False}
        assert fitted.metrics["AUC_weighted"] > 0.7

    def test_dates_of_every_type(self, candidate, tmp_path):
        times = pd.date_range("2024-01-01", periods=90, freq="D")
        frame = decided().assign(
            naive=times,
            zoned=times.tz_localize("UTC"),
            text=times.astype(str),
            age=times - times[0],
        )
        frame["day"] = [time.date() for time in times]
        frame.loc[::9, "naive"] = pd.NaT
        # Whether the day is one of a weekend.
        frame = frame.assign(y=np.where(times.day_of_week >= 5, "yes", "no"))
        kinds = column_kinds(frame, {})
        assert {kinds[name] for name in ("naive", "zoned", "text", "day")} == {"time"}
        fitted = run_trial(frame, None, classify(candidate), quiet)
        assert fitted.metrics["AUC_weighted"] > 0.9
        save_model(fitted.model, tmp_path / "model", None, fitted.table.features)

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            (pd.date_range("2024-01-01", periods=90), "has times"),
            ([*range(89), np.inf], "has infinite values"),
            ([*range(89), "many"], "has values that are no numbers"),
        ],
    )
    def test_a_target_that_is_no_number(self, values, said):
        with pytest.raises(Problem, match=f"The column 'y' of the training data {said}"):
            run_trial(decided().assign(y=values), None, regress(self.TREE), quiet)

    def test_infinite_features_count_as_missing(self, candidate):
        frame = decided()
        frame.loc[::9, "a"] = np.inf
        fitted = run_trial(frame, None, classify(candidate), quiet)
        assert fitted.metrics["AUC_weighted"] > 0.7

    def test_lists_in_cells_are_ignored(self):
        frame = decided().assign(nested=[[at, at] for at in range(90)])
        said = []
        run_trial(frame, None, classify(self.TREE), said.append)
        assert said[0] == "90 rows; columns: numeric 'a', 'b'; ignored 'nested'."
