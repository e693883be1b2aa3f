"""A kernel that runs each cell in a bash of its own: as little of a kernel as works."""
import signal
import subprocess

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class BashKernel(Kernel):
    implementation = "bash"
    implementation_version = "1"
    language_info = {"name": "bash", "mimetype": "text/x-sh", "file_extension": ".sh"}
    banner = "bash"

    def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False):
        process = subprocess.Popen(["bash", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            for line in process.stdout:
                self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": line})
            status = process.wait()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            process.wait()
            return {"status": "abort", "execution_count": self.execution_count}
        if status:
            error = {"ename": "ExitStatus", "evalue": str(status), "traceback": []}
            self.send_response(self.iopub_socket, "error", error)
            return {"status": "error", "execution_count": self.execution_count, **error}
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}


IPKernelApp.launch_instance(kernel_class=BashKernel)
