"""An NFS 4.0 client of its own, as small as reading one file needs: whoever reaches the server is any user it likes."""

import os
import socket
import struct


def nfs_call(connection, procedure, arguments=b""):
    """One remote procedure call as uid 1000, RFC 5531."""
    name = b"client\x00\x00"
    credential = struct.pack(">II", 0, 6) + name + struct.pack(">IIII", 1000, 100, 1, 100)
    head = struct.pack(">IIIIIIII", 7, 0, 2, 100003, 4, procedure, 1, len(credential))
    message = head + credential + struct.pack(">II", 0, 0) + arguments
    connection.sendall(struct.pack(">I", 0x80000000 | len(message)) + message)
    answer = b""
    while True:
        mark = struct.unpack(">I", exactly(connection, 4))[0]
        answer += exactly(connection, mark & 0x7FFFFFFF)
        if mark & 0x80000000:
            return answer


def exactly(connection, size):
    data = b""
    while len(data) < size:
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise OSError("the NFS server closed the connection")
        data += chunk
    return data


def counted(data):
    return struct.pack(">I", len(data)) + data + b"\x00" * (-len(data) % 4)


def nfs_read(server, path):
    """Reads the beginning of a file: the root's handle, a look-up for each part of the path, a read. RFC 7530."""
    parts = [part.encode() for part in path.split("/") if part]
    operations = [struct.pack(">I", 24)]
    operations += [struct.pack(">I", 15) + counted(part) for part in parts]
    operations += [struct.pack(">I", 25) + b"\x00" * 16 + struct.pack(">QI", 0, 4096)]
    arguments = counted(b"") + struct.pack(">II", 0, len(operations)) + b"".join(operations)
    with socket.create_connection((server, 2049), timeout=1.5) as connection:
        nfs_call(connection, 0)
        return nfs_call(connection, 1, arguments)


def nfs_shows(server, path, secret):
    try:
        return secret.encode() in nfs_read(server, path)
    except OSError:
        return False
