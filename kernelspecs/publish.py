"""Publishes kernelspecs to the share that the gateway reads, and says what is there.

Runs in a short-lived pod of the gateway's image, with nothing but the standard library, as `python3 -c` with this text.

Each publication is a directory of its own, .naas/<hash>, written aside and renamed when complete. The name a gateway
sees is a link into it, replaced by one rename: at any moment, also after a crash, a kernelspec is wholly old or wholly
new. Running again finishes what was left. Directories that were put here by others are never touched, unless they are to
be taken over: `set-aside` moves them to where no kernel can be started from them.
"""

import argparse
import hashlib
import json
import os
import secrets
import shutil
import sys

STORE = ".naas"

# Where that is kept which others had put in the place of a kernelspec. A gateway starts kernels from each directory
# beside the kernelspecs, also from one that it does not list, but from none that is further down.
ASIDE = ".by-hand"


class PublishError(Exception):
    """The one line that the pod's log ends with."""


def digest(files):
    """The same hash as hashFileSet in the sdk; files are tuples of path, mode and content."""
    total = hashlib.sha256()
    for path, mode, content in sorted(files):
        total.update(f"{path}\0{mode:o}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def read_incoming(directory, expected):
    with open(os.path.join(directory, "index.json"), encoding="utf-8") as file:
        index = json.load(file)
    files = []
    for entry in index["files"]:
        with open(os.path.join(directory, entry["key"]), "rb") as file:
            files.append((entry["path"], entry["mode"], file.read()))
    if digest(files) != expected:
        raise PublishError(f"what arrived is not what was sent (expected {expected})")
    return files


def read_tree(directory):
    files = []
    for parent, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                files.append((os.path.relpath(path, directory), os.fstat(file.fileno()).st_mode & 0o777, file.read()))
    return files


def hash_file(path):
    """The hash of a file, or nothing for one that cannot be read: others put files here too."""
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""


def sync_directory(path):
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_tree(directory, files):
    os.mkdir(directory)
    for path, mode, content in files:
        target = os.path.join(directory, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "xb") as file:
            file.write(content)
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
    for parent, _, _ in os.walk(directory):
        os.chmod(parent, 0o755)
        sync_directory(parent)


def store_version(store, files, expected):
    """Returns the name of a complete version; one that somebody changed in place is passed over, not repaired in use."""
    attempt = 0
    while True:
        version = expected if attempt == 0 else f"{expected}.{attempt}"
        target = os.path.join(store, version)
        if not os.path.isdir(target):
            break
        if digest(read_tree(target)) == expected:
            return version
        attempt += 1
    staging = os.path.join(store, f".staging-{secrets.token_hex(4)}")
    write_tree(staging, files)
    os.rename(staging, target)
    sync_directory(store)
    return version


def linked_version(root, name):
    """The version that a published name points into, or None when the name is absent or not ours."""
    try:
        parts = os.readlink(os.path.join(root, name)).split("/")
    except OSError:
        return None
    return parts[1] if len(parts) == 3 and parts[0] == STORE and parts[2] == name else None


def published(root):
    found = {name: linked_version(root, name) for name in os.listdir(root)}
    return {name: version for name, version in found.items() if version}


def swap(root, name, version):
    temporary = os.path.join(root, STORE, f".link-{secrets.token_hex(4)}")
    os.symlink(f"{STORE}/{version}/{name}", temporary)
    os.rename(temporary, os.path.join(root, name))


def clean(store, keep, everything):
    """Removes what a crash left; after a change also the versions that nobody has used since the one before."""
    for entry in os.listdir(store):
        path = os.path.join(store, entry)
        if entry.startswith(".link-"):
            os.unlink(path)
        elif entry.startswith(".staging-") or (everything and entry not in keep):
            # A file that a gateway still holds open stays on NFS under another name; the next publication removes it.
            shutil.rmtree(path, ignore_errors=True)


def foreign_names(root, incoming, expected):
    """The names that are to be published, and are taken by what others put here."""
    names = {path.split("/")[0] for path, _, _ in read_incoming(incoming, expected)}
    return sorted(name for name in names - set(published(root)) if os.path.lexists(os.path.join(root, name)))


def set_aside(root, incoming, expected):
    """Keeps what others put here, elsewhere. It may take root to move it; what it leaves belongs to nobody's publication."""
    for name in foreign_names(root, incoming, expected):
        os.makedirs(os.path.join(root, ASIDE), exist_ok=True)
        number = 1
        while os.path.lexists(os.path.join(root, ASIDE, f"{name}-{number}")):
            number += 1
        os.rename(os.path.join(root, name), os.path.join(root, ASIDE, f"{name}-{number}"))


def publish(root, incoming, expected):
    foreign = foreign_names(root, incoming, expected)
    if foreign:
        raise PublishError(f"'{foreign[0]}' on the share was not published by naas; move it away and publish again")
    files = read_incoming(incoming, expected)
    names = sorted({path.split("/")[0] for path, _, _ in files})
    before = published(root)
    store = os.path.join(root, STORE)
    os.makedirs(store, exist_ok=True)
    version = store_version(store, files, expected)
    changed = before != {name: version for name in names}
    for name in names:
        if before.get(name) != version:
            swap(root, name, version)
    for name in set(before) - set(names):
        os.unlink(os.path.join(root, name))
    sync_directory(root)
    clean(store, {version, *before.values()}, changed)
    return changed


def listing(root):
    """All files a gateway would find, published by us or not, each with its hash."""
    files = []
    for name in sorted(os.listdir(root)):
        if name.startswith("."):
            continue
        for parent, _, names in os.walk(os.path.join(root, name)):
            paths = (os.path.join(parent, file) for file in names)
            files += [{"path": os.path.relpath(path, root), "sha256": hash_file(path)} for path in paths]
    return sorted(files, key=lambda file: file["path"])


def main(argv):
    parser = argparse.ArgumentParser(prog="publish.py")
    parser.add_argument("command", choices=("publish", "set-aside", "list"))
    parser.add_argument("--root", required=True)
    parser.add_argument("--incoming")
    parser.add_argument("--hash")
    flags = parser.parse_args(argv)
    os.umask(0o022)
    try:
        if flags.command == "set-aside":
            set_aside(flags.root, flags.incoming, flags.hash)
        changed = publish(flags.root, flags.incoming, flags.hash) if flags.command == "publish" else False
        print(json.dumps({"changed": changed, "files": listing(flags.root)}))
    except (PublishError, OSError) as error:
        print(f"Kernelspecs not published: {error}", file=sys.stderr)
        # What could not be set aside is in the way of the publication, which says so.
        return 0 if flags.command == "set-aside" else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
