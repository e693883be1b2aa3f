"""The files of a Jupyter server's user: notebooks on their way to the server, and outputs on their way back."""

import base64
import os
import re
import tempfile

from .server import quoted

JOBS = "jobs"
LARGEST = 40 * 1024 * 1024
LEFT_OUT = {".git", ".ipynb_checkpoints", "__pycache__"}
LABELS = {"input": "Input", "files": "Files", "ipynb": "Notebook", "html": "HTML"}
PLAIN_PATH = re.compile(r"[^\\\0]+")


class InputError(Exception):
    """A file cannot be sent. The text is for people."""


class Workspace:
    """The folder that a Jupyter server shows."""

    def __init__(self, root, server):
        self.root = os.path.realpath(root)
        self.server = server

    def inside(self, path):
        """The file of that path below the root; None if it is not there, or not below."""
        if not path or os.path.isabs(path) or ".." in path.split("/"):
            return None
        file = os.path.realpath(os.path.join(self.root, path))
        below = file.startswith(self.root.rstrip(os.sep) + os.sep)
        return file if below and os.path.isfile(file) else None

    def with_files(self, body):
        """The body of a request with the files that it names: {path: base64} in input_files."""
        uri = body.get("input_uri")
        if not isinstance(uri, str):
            return body
        file = self.inside(uri)
        if file is None:
            return body
        files = {os.path.basename(file): file}
        if body.get("package_input_folder"):
            files.update(self._folder(os.path.dirname(file)))
        if sum(os.path.getsize(one) for one in files.values()) > LARGEST:
            raise InputError(
                f"The files of '{uri}' are larger than {LARGEST >> 20} MiB together, too large to send. "
                "Take large files out of the folder, or read them from where the notebook runs."
            )
        return {**body, "input_uri": os.path.basename(file), "input_files": {name: _content(one) for name, one in files.items()}}

    def _folder(self, folder):
        found = {}
        for parent, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name not in LEFT_OUT]
            for name in names:
                file = os.path.join(parent, name)
                real = os.path.realpath(file)
                if real.startswith(self.root + os.sep) and os.path.isfile(real):
                    found[os.path.relpath(file, folder).replace(os.sep, "/")] = real
        return found

    def folder_of(self, job):
        """The folder of a job's files, below the root."""
        return f"{JOBS}/{os.path.splitext(job['input_filename'])[0]}-{job['job_id']}"

    def localised(self, job):
        """The job with job_files and downloaded as they are here rather than on the server."""
        folder = self.folder_of(job)
        there = os.path.isdir(os.path.join(self.root, folder))
        names = self._names(job["job_id"]) if there else []
        packaged = job.get("packaged_files") or []
        files = []
        for file in job.get("job_files", []):
            kind = file["file_format"]
            if kind == "files":
                path = folder if there else None
            else:
                path = next((f"{folder}/{name}" for name, of in names if of == kind and self._exists(folder, name)), None)
            files.append({**file, "file_path": path})
        done = all(file["file_path"] is not None for file in files)
        if any(file["file_format"] == "files" for file in files):
            done = done and all(self._exists(folder, name) for name in packaged)
        return {**job, "job_files": files, "downloaded": done}

    def _exists(self, folder, name):
        return os.path.exists(os.path.join(self.root, folder, name))

    def _names(self, job_id):
        listed = self.server.get(f"jobs/{quoted(job_id)}/files")
        return [(file["name"], file["file_format"]) for file in listed["files"]]

    def download(self, job_id, again=False):
        """Copies a job's files into its folder; those that are there only if again."""
        job = self.server.get(f"jobs/{quoted(job_id)}")
        folder = os.path.join(self.root, self.folder_of(job))
        for name, _ in self._names(job_id):
            target = os.path.realpath(os.path.join(folder, name))
            if not PLAIN_PATH.fullmatch(name) or not target.startswith(self.root + os.sep):
                raise InputError(f"The server names a file '{name}', which is not below the folder of the job.")
            if again or not os.path.exists(target):
                answer = self.server.ask("GET", f"jobs/{quoted(job_id)}/files/{'/'.join(map(quoted, name.split('/')))}")
                if answer.status == 200:
                    _replace(target, answer.body)


def _content(file):
    with open(file, "rb") as opened:
        return base64.b64encode(opened.read()).decode()


def _replace(target, content):
    folder = os.path.dirname(target)
    os.makedirs(folder, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".download-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
