"""Serves an application under uvicorn as its documentation advises: uvloop, httptools, no log.

`python -m tests.bench.serve APP FD` takes over a socket that listens already. (uvicorn's own `--fd`
takes it for one of a file system's, and then leaves Nagle's algorithm on.)
"""

import socket
import sys

import uvicorn

app, descriptor = sys.argv[1:]
config = uvicorn.Config(app, loop="uvloop", http="httptools", access_log=False, log_level="warning")
uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(descriptor))])
