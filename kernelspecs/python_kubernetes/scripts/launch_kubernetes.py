"""Starts one kernel: renders kernel-pod.yaml.j2 and posts the pod.

Enterprise Gateway runs this in its own pod, once per kernel start. What a kernel may use (image, claim, user id, service
account, resources) comes from platform.json beside this file and from nowhere else, but for an amount of processor time
or memory up to the most that platform.json has. Of the environment, which whoever
asks for a kernel can fill with KERNEL_* values of his own, only the names in `kernel_values` are read, each checked.

Needs the standard library, Jinja2 and PyYAML. A Kubernetes client would take longer to import than the rest takes to run.
"""

import argparse
import http.client
import json
import os
import posixpath
import re
import ssl
import sys
import time
import urllib.error
import urllib.request
import uuid
from decimal import Decimal

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}")
QUANTITY = re.compile(r"([0-9]{1,18}(?:\.[0-9]{1,9})?)(m|k|Ki|[MGTPE]i?)?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SERVICE_ACCOUNT_DIR = "/var/run/secrets/kubernetes.io/serviceaccount"
REQUEST_SECONDS = 10
# Clients wait 40 s and more for a kernel; a launcher that gives up earlier leaves time to say why.
LAUNCH_SECONDS = 25
# What a person may ask for in place of the platform's own amount, where platform.json says up to what.
ASKED = {"cpu": "KERNEL_CPUS", "memory": "KERNEL_MEMORY"}
LITERALS = ("image", "namespace", "claim", "serviceAccount", "uid", "gid", "homeMountPath", "resources")


class LaunchError(Exception):
    """The one line that goes to the gateway's log."""


def parse_flags(argv):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name in ("kernel-id", "port-range", "response-address", "public-key"):
        parser.add_argument("--RemoteProcessProxy." + name, dest=name.replace("-", "_"), required=True)
    parser.add_argument(
        "--RemoteProcessProxy.spark-context-initialization-mode", dest="spark_mode", default="none"
    )
    return parser.parse_args(argv)


def read_platform(directory):
    path = os.path.join(directory, "platform.json")
    try:
        with open(path, encoding="utf-8") as file:
            platform = json.load(file)
    except (OSError, ValueError) as error:
        raise LaunchError(f"{path} cannot be read, publish the kernelspecs again: {error}") from error
    missing = [name for name in LITERALS if name not in platform]
    if missing:
        raise LaunchError(f"{path} lacks {', '.join(missing)}, publish the kernelspecs again")
    return {"nodeSelector": {}, "tolerations": [], "largest": {}, **platform}


def dns_label(name, value):
    if not value:
        raise LaunchError(f"{name} is not set")
    if len(value) > 63 or not DNS_LABEL.fullmatch(value):
        raise LaunchError(f"{name} is {value!r}, which is not a name of a-z, 0-9 and '-' with at most 63 characters")
    return value


def person(value):
    if not value:
        raise LaunchError("KERNEL_USERNAME is not set")
    if CONTROL.search(value) or any("\ud800" <= char <= "\udfff" for char in value):
        raise LaunchError(f"KERNEL_USERNAME is {value!r}, which holds characters that no name has")
    return value


def kernel_id(value):
    try:
        return str(uuid.UUID(value))
    except ValueError as error:
        raise LaunchError(f"the kernel id is {value!r}, which is not a UUID") from error


def working_dir(value, home):
    """The notebook's directory where it lies in the home; nobody gets an error for a notebook elsewhere."""
    inside = value is not None and (value == home or value.startswith(home + "/"))
    return value if inside and posixpath.normpath(value) == value and not CONTROL.search(value) else home


def amount(text):
    """What a quantity of Kubernetes stands for; None for anything else."""
    match = QUANTITY.fullmatch(text)
    if not match:
        return None
    digits, unit = match.groups(default="")
    if unit == "m":
        return Decimal(digits) / 1000
    base = 1024 if unit.endswith("i") else 1000
    return Decimal(digits) * base ** " KMGTPE".index(unit.upper()[:1] or " ")


def resources(environ, platform):
    """The platform's own amounts, with what this start asks for as request and limit, up to the platform's most."""
    result = {kind: dict(amounts) for kind, amounts in platform["resources"].items()}
    for resource, most in platform["largest"].items():
        name = ASKED[resource]
        asked = environ.get(name)
        if asked is None:
            continue
        value = amount(asked)
        if value is None or value <= 0:
            raise LaunchError(f"{name} is {asked!r}, which is not an amount above zero as Kubernetes writes it")
        if value > amount(most):
            raise LaunchError(f"{name} is {asked}, and a kernel may have {most} at most")
        for kind in ("requests", "limits"):
            result.setdefault(kind, {})[resource] = asked
    return result


def kernel_values(flags, environ, platform, spec_name):
    namespace = environ.get("KERNEL_NAMESPACE")
    if namespace != platform["namespace"]:
        raise LaunchError(f"KERNEL_NAMESPACE is {namespace!r}, but kernels run in {platform['namespace']!r} only")
    language = environ.get("KERNEL_LANGUAGE", "python")
    if not LANGUAGE.fullmatch(language):
        raise LaunchError(f"KERNEL_LANGUAGE is {language!r}, which is not the name of a language")
    username = person(environ.get("KERNEL_USERNAME"))
    identity = kernel_id(flags.kernel_id)
    home = platform["homeMountPath"]
    variables = {
        "KERNEL_ID": identity,
        "KERNEL_LANGUAGE": language,
        "KERNEL_NAME": spec_name,
        "KERNEL_USERNAME": username,
        "KERNEL_SPARK_CONTEXT_INIT_MODE": flags.spark_mode,
        "PORT_RANGE": flags.port_range,
        "RESPONSE_ADDRESS": flags.response_address,
        "PUBLIC_KEY": flags.public_key,
        "HOME": home,
    }
    return {
        "id": identity,
        "pod_name": dns_label("KERNEL_POD_NAME", environ.get("KERNEL_POD_NAME")),
        "home": dns_label("KERNEL_HOME", environ.get("KERNEL_HOME")),
        "username": username,
        "working_dir": working_dir(environ.get("KERNEL_WORKING_DIR"), home),
        # The kubelet expands $(NAME) in a value; a doubled dollar stays one dollar.
        "env": [{"name": name, "value": value.replace("$", "$$")} for name, value in variables.items()],
    }


def render_pod(directory, platform, kernel):
    path = os.path.join(directory, "kernel-pod.yaml.j2")
    try:
        with open(path, encoding="utf-8") as file:
            template = ImmutableSandboxedEnvironment(undefined=StrictUndefined).from_string(file.read())
        return yaml.safe_load(template.render(platform=platform, kernel=kernel))
    except (OSError, TemplateError, yaml.YAMLError) as error:
        raise LaunchError(f"{path} does not make a pod: {' '.join(str(error).split())}") from error


class Api:
    """The API server as a pod sees it: address from the environment, token and certificate from the service account."""

    def __init__(self, environ):
        directory = environ.get("NAAS_SERVICE_ACCOUNT_DIR", SERVICE_ACCOUNT_DIR)
        host, port = environ.get("KUBERNETES_SERVICE_HOST"), environ.get("KUBERNETES_SERVICE_PORT", "443")
        if not host:
            raise LaunchError("KUBERNETES_SERVICE_HOST is not set: this must run in a pod")
        self.base = f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"
        try:
            with open(os.path.join(directory, "token"), encoding="utf-8") as file:
                self.token = file.read().strip()
            context = ssl.create_default_context(cafile=os.path.join(directory, "ca.crt"))
        except OSError as error:
            raise LaunchError(f"the service account in {directory} cannot be read: {error}") from error
        # Python 3.13 and later refuse the certificate authorities that some distributions of Kubernetes make.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        # A proxy named in the environment is for the way out of the cluster, not for the API server.
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )

    def call(self, method, path, body=None):
        """Returns the HTTP status, the parsed answer and the seconds of Retry-After."""
        request = urllib.request.Request(self.base + path, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Accept", "application/json")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with self.opener.open(request, timeout=REQUEST_SECONDS) as response:
                return response.status, parse(response.read()), None
        except urllib.error.HTTPError as error:
            return error.code, parse(error.read()), error.headers.get("Retry-After")
        except (OSError, http.client.HTTPException) as error:
            raise LaunchError(f"the API server at {self.base} cannot be reached: {error}") from error


def parse(content):
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) else {"message": content.decode(errors="replace")[:500]}


def being_replaced(api, path, pod):
    """Whether the pod that holds the name is this kernel's former one on its way out, as at a restart."""
    status, found, _ = api.call("GET", f"{path}/{pod['metadata']['name']}")
    if status == 404:
        return True
    metadata = found.get("metadata", {})
    same = metadata.get("labels", {}).get("kernel_id") == pod["metadata"]["labels"]["kernel_id"]
    return same and "deletionTimestamp" in metadata


def create_pod(api, pod, clock=time.monotonic, sleep=time.sleep):
    path = f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods"
    name = pod["metadata"]["name"]
    end = clock() + LAUNCH_SECONDS
    while True:
        status, answer, retry_after = api.call("POST", path + "?fieldValidation=Strict", pod)
        if status in (200, 201):
            return
        message = str(answer.get("message") or f"HTTP status {status}")
        if status == 409 and answer.get("reason") == "AlreadyExists":
            again = being_replaced(api, path, pod)
        else:
            # Any other conflict is many pods counted against one quota at the same moment.
            again = status in (409, 429)
        if not again or clock() >= end:
            raise LaunchError(f"the API server refused pod {name!r}: {' '.join(message.split())}")
        sleep(min(float(retry_after), 5.0) if retry_after and retry_after.isdigit() else 0.25)


def main(argv, environ):
    # The published directory is a link that a new version replaces: resolved once, all files are of one version.
    directory = os.path.dirname(os.path.realpath(__file__))
    try:
        platform = read_platform(directory)
        spec_name = os.path.basename(os.path.dirname(directory))
        kernel = kernel_values(parse_flags(argv), environ, platform, spec_name)
        platform = {**platform, "resources": resources(environ, platform)}
        create_pod(Api(environ), render_pod(directory, platform, kernel))
    except LaunchError as error:
        print(f"Kernel not launched: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
