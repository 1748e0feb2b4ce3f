"""Puts the chart's values where JupyterHub and KubeSpawner look for them."""

import os
from pathlib import Path

import yaml

c = get_config()  # noqa: F821

SECRET = Path("/usr/local/etc/jupyterhub/secret")
chart = yaml.safe_load((SECRET / "chart.yaml").read_text())
values = yaml.safe_load((SECRET / "values.yaml").read_text())


def value(path, default=None):
    """The value at a dotted path; a null counts as absent."""
    node = values
    for step in path.split("."):
        node = node.get(step) if isinstance(node, dict) else None
    return default if node is None else node


# Which trait each value sets, where it is given.
TRAITS = {
    "JupyterHub": {
        "allow_named_servers": "hub.allowNamedServers",
        "base_url": "hub.baseUrl",
        "concurrent_spawn_limit": "hub.concurrentSpawnLimit",
        "active_server_limit": "hub.activeServerLimit",
        "named_server_limit_per_user": "hub.namedServerLimitPerUser",
    },
    "Spawner": {
        "cmd": "singleuser.cmd",
        "consecutive_failure_limit": "hub.consecutiveFailureLimit",
        "default_url": "singleuser.defaultUrl",
    },
    "KubeSpawner": {
        "cpu_guarantee": "singleuser.cpu.guarantee",
        "cpu_limit": "singleuser.cpu.limit",
        "environment": "singleuser.extraEnv",
        "extra_annotations": "singleuser.extraAnnotations",
        "extra_labels": "singleuser.extraLabels",
        "extra_pod_config": "singleuser.extraPodConfig",
        "fs_gid": "singleuser.fsGid",
        "image_pull_policy": "singleuser.image.pullPolicy",
        "image_pull_secrets": "imagePullSecrets",
        "init_containers": "singleuser.initContainers",
        "mem_guarantee": "singleuser.memory.guarantee",
        "mem_limit": "singleuser.memory.limit",
        "node_selector": "singleuser.nodeSelector",
        "start_timeout": "singleuser.startTimeout",
        "storage_capacity": "singleuser.storage.capacity",
        "uid": "singleuser.uid",
    },
}
for section, traits in TRAITS.items():
    for trait, path in traits.items():
        if value(path) is not None:
            c[section][trait] = value(path)

# Given in the values or made by the chart.
c.JupyterHub.cookie_secret = (SECRET / "hub.config.JupyterHub.cookie_secret").read_text()
c.CryptKeeper.keys = (SECRET / "hub.config.CryptKeeper.keys").read_text().split(";")

c.JupyterHub.spawner_class = "kubespawner.KubeSpawner"
c.JupyterHub.cleanup_servers = False  # people's servers outlive the hub
c.JupyterHub.hub_bind_url = "http://:8081"
c.JupyterHub.hub_connect_url = "http://hub:8081"
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}
c.ConfigurableHTTPProxy.api_url = "http://proxy-api:8001"
c.ConfigurableHTTPProxy.should_start = False  # it runs in a pod of its own
databases = {"sqlite-pvc": "sqlite:///jupyterhub.sqlite", "sqlite-memory": "sqlite://"}
c.JupyterHub.db_url = databases.get(value("hub.db.type")) or value("hub.db.url")

c.KubeSpawner.namespace = os.environ["POD_NAMESPACE"]
c.KubeSpawner.image = f"{value('singleuser.image.name')}:{value('singleuser.image.tag')}"
c.KubeSpawner.common_labels = {
    "app": "jupyterhub",
    "release": chart["release"],
    "chart": chart["chart"],
    "app.kubernetes.io/name": "jupyterhub",
    "app.kubernetes.io/instance": chart["release"],
    "app.kubernetes.io/managed-by": "kubespawner",
    "helm.sh/chart": chart["chart"],
}


def listed(items):
    """Volumes may be given as a list or, so that values merge, as a mapping."""
    return list(items.values()) if isinstance(items, dict) else list(items)


volumes = listed(value("singleuser.storage.extraVolumes", []))
mounts = listed(value("singleuser.storage.extraVolumeMounts", []))
storage_type = value("singleuser.storage.type")
if storage_type != "none":
    static = storage_type == "static"
    claim = value("singleuser.storage.static.pvcName") if static else "{pvc_name}"
    home = {"name": "home", "mountPath": value("singleuser.storage.homeMountPath")}
    if static:
        home["subPath"] = value("singleuser.storage.static.subPath")
    c.KubeSpawner.storage_pvc_ensure = not static
    volumes.append({"name": "home", "persistentVolumeClaim": {"claimName": claim}})
    mounts.append(home)
c.KubeSpawner.volumes = volumes
c.KubeSpawner.volume_mounts = mounts

c.JupyterHub.services = [
    {"name": name, **{key: item for key, item in service.items() if key != "apiToken"}, "api_token": service["apiToken"]}
    for name, service in value("hub.services", {}).items()
]
c.JupyterHub.load_roles = [{"name": name, **role} for name, role in value("hub.loadRoles", {}).items()]

if value("debug.enabled"):
    c.JupyterHub.log_level = "DEBUG"
    c.Spawner.debug = True

for section, settings in value("hub.config", {}).items():
    # The proxy's token comes from the environment, so that hub and proxy cannot differ.
    c[section].update({name: item for name, item in settings.items() if (section, name) != ("ConfigurableHTTPProxy", "auth_token")})

for name, code in sorted(value("hub.extraConfig", {}).items()):
    exec(compile(code, name, "exec"))
