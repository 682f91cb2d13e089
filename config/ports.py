"""Ports of this machine: those of the embedded servers and of the demo."""

import socket

HOST = "127.0.0.1"


def is_free(port):
    with socket.socket() as probe:
        # Connections of a server that ended a moment ago do not count, a listening one does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
