"""A kernel of few lines, ready in no time: executes Python, shows what is printed and what is raised."""

import contextlib
import datetime
import hashlib
import hmac
import io
import json
import sys
import traceback
import uuid

import zmq

with open(sys.argv[1]) as file:
    connection = json.load(file)
context = zmq.Context()


def bound(kind, port):
    socket = context.socket(kind)
    socket.linger = 1000
    socket.bind("tcp://%s:%d" % (connection["ip"], connection[port]))
    return socket


shell, control = bound(zmq.ROUTER, "shell_port"), bound(zmq.ROUTER, "control_port")
iopub, stdin, heart = bound(zmq.PUB, "iopub_port"), bound(zmq.ROUTER, "stdin_port"), bound(zmq.REP, "hb_port")
names, count = {"__name__": "__main__"}, 0


def send(socket, kind, content, parent, identity):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "tiny", "username": "tiny", "version": "5.3",
              "date": datetime.datetime.now(datetime.timezone.utc).isoformat()}
    parts = [json.dumps(part).encode() for part in (header, parent, {}, content)]
    digest = hmac.new(connection["key"].encode(), b"".join(parts), hashlib.sha256).hexdigest()
    socket.send_multipart([identity, b"<IDS|MSG>", digest.encode(), *parts])


class Shown(io.TextIOBase):
    def __init__(self, parent):
        self.parent = parent

    def write(self, text):
        send(iopub, "stream", {"name": "stdout", "text": text}, self.parent, b"stream")
        return len(text)


def execute(code, parent):
    global count
    count += 1
    send(iopub, "execute_input", {"code": code, "execution_count": count}, parent, b"execute_input")
    try:
        with contextlib.redirect_stdout(Shown(parent)):
            exec(compile(code, "cell", "exec"), names)
    except BaseException as error:
        shown = {"ename": type(error).__name__, "evalue": str(error), "traceback": traceback.format_exc().splitlines()}
        send(iopub, "error", shown, parent, b"error")
        return {"status": "error", "execution_count": count, **shown}
    return {"status": "ok", "execution_count": count, "user_expressions": {}, "payload": []}


def answer(kind, content, parent):
    if kind == "execute_request":
        return execute(content["code"], parent)
    if kind == "kernel_info_request":
        language = {"name": "python", "version": "3", "mimetype": "text/x-python", "file_extension": ".py"}
        return {"status": "ok", "protocol_version": "5.3", "implementation": "tiny", "implementation_version": "1",
                "language_info": language, "banner": "", "help_links": []}
    return {"status": "ok", "restart": False}


def serve(socket):
    """Answers one request; false after that for the end."""
    identity, _, _, header, _, _, content = socket.recv_multipart()[:7]
    parent = json.loads(header)
    kind = parent["msg_type"]
    send(iopub, "status", {"execution_state": "busy"}, parent, b"status")
    send(socket, kind.replace("_request", "_reply"), answer(kind, json.loads(content), parent), parent, identity)
    send(iopub, "status", {"execution_state": "idle"}, parent, b"status")
    return kind != "shutdown_request"


poller = zmq.Poller()
for socket in (shell, control, heart):
    poller.register(socket, zmq.POLLIN)
serving = True
while serving:
    try:
        for socket, _ in poller.poll():
            if socket is heart:
                heart.send(heart.recv())
            else:
                serving = serve(socket) and serving
    except KeyboardInterrupt:
        continue  # between two cells there is nothing to interrupt
context.destroy(linger=1000)
