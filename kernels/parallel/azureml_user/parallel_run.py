"""The helper that entry scripts of parallel jobs import: `from azureml_user.parallel_run import EntryScript`."""

from __future__ import annotations

import logging
import os
from pathlib import Path


class EntryScript:
    """Places and logger of the worker process in which the entry script runs; one instance for each process."""

    _only: EntryScript | None = None

    def __new__(cls, *_args: object, **_options: object) -> EntryScript:
        if cls._only is None:
            cls._only = super().__new__(cls)
            cls._only._logger = None
        return cls._only

    def __init__(self, logging_level: int | str | None = None) -> None:
        self.logging_level = logging_level or os.environ.get(
            "AZUREML_PARALLEL_LOGGING_LEVEL", "INFO"
        )

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return (self.__class__, ())

    @property
    def agent_name(self) -> str:
        """The name of the worker process, such as `process000`."""
        return os.environ.get("AZUREML_PARALLEL_AGENT", "process000")

    @property
    def node_id(self) -> str:
        return os.environ.get("AZUREML_PARALLEL_NODE", "0")

    @property
    def working_dir(self) -> str:
        """The folder with the code and the logs of the job."""
        return os.environ.get("AZUREML_PARALLEL_FOLDER", os.getcwd())

    @property
    def log_dir(self) -> str:
        """The folder for log files of the entry script; it appears among the logs of the job."""
        return str(Path(self.working_dir, "logs", "user", "entry_script_log", self.node_id))

    @property
    def output_dir(self) -> str:
        """The folder for results that the entry script writes itself."""
        folder = Path(os.environ.get("AZUREML_BI_OUTPUT_PATH", self.working_dir))
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder)

    @property
    def logger(self) -> logging.Logger:
        """A logger that writes to a file of this process in `log_dir`."""
        if self._logger is None:
            self._logger = self._create_logger()
        return self._logger

    def _create_logger(self) -> logging.Logger:
        Path(self.log_dir).mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(
            Path(self.log_dir, f"{self.agent_name}.log.txt"), encoding="utf-8"
        )
        handler.setFormatter(
            logging.Formatter("%(asctime)s|%(name)s|%(process)d|%(levelname)s|%(message)s")
        )
        logger = logging.getLogger("ParallelRunStep.user")
        logger.setLevel(self.logging_level)
        logger.addHandler(handler)
        logger.propagate = False
        return logger
