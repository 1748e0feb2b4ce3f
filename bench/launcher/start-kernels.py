"""Runs in the gateway's pod: starts kernels at once, ends them again, and prints the seconds that each start took."""

import json
import sys
import threading
import time
import urllib.request

SPEC, COUNT, ENV = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request("http://127.0.0.1:8888/api/kernels" + path, data, method=method)
    with urllib.request.urlopen(request, timeout=300) as response:
        return response.read()


starts, kernels = [], []


def start():
    begin = time.monotonic()
    kernels.append(json.loads(call("POST", "", {"name": SPEC, "env": ENV}))["id"])
    starts.append(time.monotonic() - begin)


threads = [threading.Thread(target=start) for _ in range(COUNT)]
begin = time.monotonic()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
total = time.monotonic() - begin
for kernel in kernels:
    call("DELETE", "/" + kernel)
print(json.dumps({"starts": starts, "total": total}))
