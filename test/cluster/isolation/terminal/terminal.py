"""What a person can do in a terminal of their own server, with Python's standard library alone.

The suite puts a program behind this as the function `attempt`, and runs both in the person's pod. An attack gives as its
value whether it succeeded. The first argument is what the person is taken to know: addresses, ids and names (`CTX`).
"""

import base64
import http.client
import json
import os
import re
import socket
import struct
import sys
import threading
import time
import uuid

CTX = json.loads(sys.argv[1])
TOKEN = os.environ.get("JUPYTERHUB_API_TOKEN", "")
FRONT = (CTX["front"], 8888)
ALICE = CTX["alice"]["kernel"]
MINE = CTX["bob"]["kernel"]
STATUSES = []
STARTED = []


class Answer:
    """What came back: status 0 when nothing did."""

    def __init__(self, status, text):
        self.status, self.text = status, text
        try:
            self.json = json.loads(text)
        except ValueError:
            self.json = None

    def get(self, name, default=""):
        return self.json.get(name, default) if isinstance(self.json, dict) else default


def authorization(token):
    return {"Authorization": "token " + token} if token else {}


def call(method, path, body=None, token=TOKEN, headers=None, to=FRONT, seconds=60):
    """One request as a well-behaved client sends it; a body that is no string is sent as JSON."""
    if body is not None and not isinstance(body, (str, bytes)):
        body = json.dumps(body)
    connection = http.client.HTTPConnection(*to, timeout=seconds)
    try:
        connection.request(method, path, body, {**authorization(token), **(headers or {})})
        response = connection.getresponse()
        STATUSES.append(response.status)
        return Answer(response.status, response.read().decode(errors="replace"))
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, repr(error))
    finally:
        connection.close()


def raw(content, to=FRONT, quiet=1.0):
    """Sends bytes as they are and gives all that comes back until the other side closes or says nothing for a while."""
    content = content.encode() if isinstance(content, str) else content
    received = b""
    try:
        with socket.create_connection(to, timeout=10) as connection:
            connection.sendall(content)
            connection.settimeout(quiet)
            while chunk := connection.recv(65536):
                received += chunk
    except OSError:
        pass
    text = received.decode(errors="replace")
    STATUSES.extend(int(status) for status in re.findall(r"HTTP/1\.[01] (\d{3})", text))
    return text


def request(line, *headers, token=TOKEN, body=""):
    """A request in bytes, as a client sends it that writes what it likes."""
    own = [f"{name}: {value}" for name, value in authorization(token).items()]
    return "\r\n".join([line, "Host: " + CTX["front"], *own, *headers, "", body])


def shows(text, kernel=ALICE):
    """Whether an answer has the model of a kernel: the id alone is also in refusals."""
    return bool(re.search(r'"id": ?"%s"' % kernel, text)) and "execution_state" in text


def start_with(body, **options):
    """Asks for a kernel with any body; gives its id, or nothing."""
    answer = call("POST", "/api/kernels", body, **options)
    if answer.status == 201:
        STARTED.append(answer.get("id"))
    return answer.get("id") if answer.status == 201 else ""


def start(**env):
    """Asks for a kernel as one's own server would, but with these variables besides."""
    return start_with({"name": CTX["kernelspec"], "env": {**CTX["env"], **env}})


class Channel:
    """A websocket to a kernel's channels, by hand."""

    def __init__(self, kernel, token=TOKEN, query="", to=FRONT):
        self.socket = socket.create_connection(to, timeout=15)
        key = base64.b64encode(os.urandom(16)).decode()
        upgrade = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + key]
        line = f"GET /api/kernels/{kernel}/channels{query} HTTP/1.1"
        self.socket.sendall(request(line, *upgrade, token=token).encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            chunk = self.socket.recv(65536)
            if not chunk:
                break
            self.buffer += chunk
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/1\.1 (\d{3})", head)
        self.status = int(status[1]) if status else 0
        STATUSES.append(self.status)
        if self.status != 101:
            self.socket.close()
            raise OSError(f"no websocket: {self.status}")

    def send(self, message):
        data, mask = json.dumps(message).encode(), os.urandom(4)
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
        self.socket.sendall(b"\x81" + size + mask + masked)

    def take(self, size):
        while len(self.buffer) < size:
            chunk = self.socket.recv(65536)
            if not chunk:
                raise OSError("the websocket was closed")
            self.buffer += chunk
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def receive(self):
        """The next message; what is no message is skipped."""
        while True:
            first, second = self.take(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack(">H", self.take(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.take(8))[0]
            data = self.take(size)
            if first & 0x0F == 8:
                raise OSError("the websocket was closed")
            if first & 0x0F == 1:
                return json.loads(data)

    def ask(self, kind, content):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "s", "version": "5.3"}
        self.send({"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content})
        return header["msg_id"]


def run(kernel, code, seconds=20, **options):
    """Runs code in a kernel and gives what it printed, or nothing where it does not come to that."""
    try:
        channel = Channel(kernel, **options) if kernel else None
        return printed(channel, code, time.monotonic() + seconds) if channel else ""
    except OSError:
        return ""


def printed(channel, code, end):
    asked = {channel.ask("kernel_info_request", {})}
    channel.socket.settimeout(0.5)
    while time.monotonic() < end:  # a kernel that has just started may miss the first question
        try:
            if channel.receive()["parent_header"].get("msg_id") in asked:
                break
        except TimeoutError:
            asked.add(channel.ask("kernel_info_request", {}))
    mine = channel.ask("execute_request", {"code": code, "silent": False, "store_history": False, "allow_stdin": False})
    text, seen = "", set()
    while seen != {"reply", "idle"} and time.monotonic() < end:
        try:
            message = channel.receive()
        except TimeoutError:
            continue
        kind, content = message["header"]["msg_type"], message["content"]
        if message["parent_header"].get("msg_id") != mine:
            continue
        if kind == "stream":
            text += content["text"]
        if kind == "error":
            text += f"{content['ename']}: {content['evalue']}"
        if kind == "execute_reply":
            seen.add("reply")
        if kind == "status" and content["execution_state"] == "idle":
            seen.add("idle")
    channel.socket.close()
    return text


def reads_secret(kernel, path="/home/jovyan/secret.txt"):
    return CTX["secret"] in run(kernel, f"print(open({path!r}).read())")


def connects(host, port, seconds=1.2):
    try:
        socket.create_connection((host, port), timeout=seconds).close()
        return True
    except OSError:
        return False


def at_once(works):
    """Does many things at the same time and gives their results."""
    results = [None] * len(works)

    def do(at, work):
        results[at] = work()

    threads = [threading.Thread(target=do, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def main(attempt):
    value = attempt()
    for kernel in STARTED:
        call("DELETE", f"/api/kernels/{kernel}")
    answers = call("GET", "/api/kernelspecs").status == 200
    print(json.dumps({"value": value, "answers": answers, "statuses": STATUSES}))
