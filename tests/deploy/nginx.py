"""A real nginx with our own file, in front of one service or two."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.deploy.front import DEPLOY, HOST
from tests.servers import free_port, until
from tests.servers.service import listens
from tests.servers.tls import authority

WHOLE = """
user root;
daemon off;
pid nginx.pid;
error_log output notice;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    include infohus.conf;
}}
"""


class Nginx:
    """Our file with nothing changed but where it listens and whom it asks, and its patience."""

    def __init__(self, folder: Path, site: Path, upstreams: Sequence[int], **changes: str) -> None:
        self.folder, self.port, self.http_port = folder, free_port(), free_port()
        certificate, key = authority().files(HOST)
        servers = "\n".join(f"server 127.0.0.1:{port};" for port in upstreams)
        ours = {
            "server 127.0.0.1:8000;": servers,
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen 80": f"listen 127.0.0.1:{self.http_port}",
            "infohus.example.dk": HOST,
            "/etc/infohus/tls/cert.pem": str(certificate),
            "/etc/infohus/tls/key.pem": str(key),
            "/var/www/infohus": str(site),
        }
        recipe = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for old, new in (ours | changes).items():
            assert old in recipe
            recipe = recipe.replace(old, new)
        (folder / "infohus.conf").write_text(recipe, encoding="utf-8")
        (folder / "headers.nginx").write_bytes((DEPLOY / "headers.nginx").read_bytes())
        (folder / "nginx.conf").write_text(WHOLE.format(folder=folder), encoding="utf-8")
        with (folder / "said").open("wb") as said:
            line = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "output"]
            self._process = subprocess.Popen(line, stdout=said, stderr=said)
        assert until(lambda: listens(self.port) or self._process.poll() is not None)
        assert self._process.poll() is None, (folder / "said").read_text()

    def __enter__(self) -> "Nginx":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End it, so that all it has to say is said."""
        self._process.terminate()
        self._process.wait(120)
