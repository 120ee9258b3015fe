import hashlib

import mlflow
import pytest
import requests
from mlflow.exceptions import MlflowException


def test_files_and_folders_are_uploaded_and_downloaded(client, run_id, tmp_path):
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "a.txt").write_text("a")
    (tmp_path / "d" / "e" / "ü b+1.bin").write_bytes(bytes(range(256)))
    (tmp_path / "empty").write_bytes(b"")
    client.log_artifacts(run_id, str(tmp_path / "d"), "top")
    client.log_artifact(run_id, str(tmp_path / "empty"))
    client.log_text(run_id, "x", "top/a.txt")
    client.log_dict(run_id, {"k": 1}, "k.json")

    def listed(path=None):
        return [(f.path, f.is_dir, f.file_size or 0) for f in client.list_artifacts(run_id, path)]

    assert listed() == [("empty", False, 0), ("k.json", False, 12), ("top", True, 0)]
    assert listed("top") == [("top/a.txt", False, 1), ("top/e", True, 0)]
    assert listed("top/a.txt") == []
    assert listed("nope") == []
    got = client.download_artifacts(run_id, "", str(tmp_path))
    with open(f"{got}/top/e/ü b+1.bin", "rb") as f:
        assert f.read() == bytes(range(256))
    assert (tmp_path / "top" / "a.txt").read_text() == "x"
    assert mlflow.artifacts.load_dict(f"runs:/{run_id}/k.json") == {"k": 1}


def test_300_mb(client, run_id, tmp_path):
    block = hashlib.sha256(b"seed").digest() * 32768  # 1 MiB
    big, digest = tmp_path / "big.bin", hashlib.sha256()
    with open(big, "wb") as f:
        for i in range(300):
            part = i.to_bytes(4, "big") + block[4:]
            f.write(part)
            digest.update(part)
    client.log_artifact(run_id, str(big), "models")
    [info] = client.list_artifacts(run_id, "models")
    assert info.file_size == 300 * 2**20
    big.unlink()
    got = client.download_artifacts(run_id, "models/big.bin", str(tmp_path))
    with open(got, "rb") as f:
        assert hashlib.file_digest(f, "sha256").hexdigest() == digest.hexdigest()


def test_an_artifact_is_replaced(client, run_id):
    client.log_text(run_id, "long text", "a.txt")
    client.log_text(run_id, "b", "a.txt")
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/a.txt") == "b"


def test_missing_things_are_not_found(client, run_id):
    with pytest.raises((MlflowException, requests.HTTPError)):
        client.download_artifacts(run_id, "nope.txt")
    with pytest.raises(MlflowException) as error:
        client.list_artifacts("0" * 32)
    assert error.value.error_code == "RESOURCE_DOES_NOT_EXIST"


@pytest.mark.parametrize("path", ["..", "../x", "/etc", "a/../../b", "%2e%2e/x", "..%2fx"])
def test_a_path_outside_is_rejected(rest, run_id, path):
    answer = rest.get("artifacts/list", run_id=run_id, path=path)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("path", ["%2e%2e/x", "a/%2e%2e/%2e%2e/%2e%2e/x", "..%2f..%2fetc%2fpasswd"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_transfer_outside_is_rejected(rest, tracking_uri, method, path):
    request = requests.Request(
        method, f"{tracking_uri}/api/2.0/mlflow-artifacts/artifacts/x", data=b"x"
    )
    prepared = rest.session.prepare_request(request)
    prepared.url = prepared.url[:-1] + path
    trust = rest.session.merge_environment_settings(prepared.url, {}, None, None, None)
    answer = rest.session.send(prepared, timeout=60, **trust)
    assert answer.status_code in (400, 404), answer.text
