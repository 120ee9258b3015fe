"""The program of a Python kernel in a job: `python python_kernel.py STDOUT,STDERR`, then the options of ipykernel.

The numbers are the reading ends of the pipes that are stdout and stderr of this process. Past `print`, native code and the processes that a
cell starts write to them. The kernel takes their text whenever it prints and at the end of each cell, so that it stands in its order. What
it leaves in a pipe, for example because it crashed, the job side reads.

It runs in the Python of the kernel, which may be older than that of the job side, and imports nothing of the job side.
"""

import codecs
import faulthandler
import os
import stat
import sys
import threading

import zmq
from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp

# The largest part of the pipe's content that is read at once.
READ_BYTES = 1 << 20


class KernelStream(OutStream):
    """A stream of ipykernel that includes what is written to the file descriptor of its name."""

    def take_from(self, reading, descriptor):
        self._reading = reading
        self._descriptor = descriptor
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._order = threading.RLock()

    def fileno(self):
        return self._descriptor

    def write(self, string):
        if not self._is_master_process():
            return super().write(string)
        with self._order:
            self._take()
            return super().write(string)

    def flush(self):
        if self._is_master_process():
            with self._order:
                self._take()
        super().flush()

    def _take(self):
        # Nothing is left in the pipe, or the job side has closed it.
        try:
            text = self._decoder.decode(os.read(self._reading, READ_BYTES))
        except OSError:
            return
        if text:
            super().write(text)
            # At once: the job side may read what follows, and must not overtake it.
            self.pub_thread.schedule(self._flush)


def is_pipe(descriptor):
    """False if the descriptor did not reach this process, because another program started it."""
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:
        return False


class JobKernelApp(IPKernelApp):
    """ipykernel's application, with `KernelStream` for its streams, and without a limit of output that waits."""

    readings = ()

    def init_iopub(self, context):
        # With a limit, the socket drops output that waits for the job side.
        context.setsockopt(zmq.SNDHWM, 0)
        super().init_iopub(context)

    def init_io(self):
        super().init_io()
        for descriptor, reading in enumerate(self.readings, start=1):
            stream = sys.stdout if descriptor == 1 else sys.stderr
            if isinstance(stream, OutStream) and is_pipe(reading):
                os.set_inheritable(reading, False)
                # In place, because the application may have passed it on.
                stream.__class__ = KernelStream
                stream.take_from(reading, descriptor)
        # Writes where a native crash happened.
        faulthandler.enable(sys.__stderr__)


if __name__ == "__main__":
    JobKernelApp.readings = [int(number) for number in sys.argv.pop(1).split(",")]
    # The folder of this file: no package of a notebook.
    sys.path.pop(0)
    JobKernelApp.launch_instance()
