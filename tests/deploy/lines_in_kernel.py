"""Opens lines from several networks to a server behind `deploy/infohus.nft`, in a net of its own.

Run by `test_kernel.py`; prints how many of each network got through, as JSON.
"""

import json
import socket
import subprocess
import sys

TRIES = 40
HERE = {
    "one address": ["127.0.0.5"] * TRIES,
    "another address": ["127.0.0.6"] * 5,
    "one /48": [f"2001:db8:1:{number:x}::1" for number in range(TRIES)],
    "another /48": [f"2001:db8:2:{number:x}::1" for number in range(5)],
}
SERVERS = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "2001:db8:ff::1"}
PORT = 443


def opened(sources: list[str]) -> int:
    """How many lines were taken."""
    taken = 0
    for source in sources:
        family = socket.AF_INET6 if ":" in source else socket.AF_INET
        line = socket.socket(family)
        line.settimeout(5)
        line.bind((source, 0))
        kept.append(line)
        taken += line.connect_ex((SERVERS[family], PORT)) == 0
    return taken


kept: list[socket.socket] = []
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
for address in {SERVERS[socket.AF_INET6], *HERE["one /48"], *HERE["another /48"]}:
    subprocess.run(["ip", "address", "add", f"{address}/128", "dev", "lo"], check=True)
subprocess.run(["nft", "-f", sys.argv[1]], check=True)
doors = [socket.create_server((name, PORT), family=family) for family, name in SERVERS.items()]
print(json.dumps({name: opened(sources) for name, sources in HERE.items()}))
