"""The real web servers, each with a small configuration that includes an exported one."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .upstream import Ports

# Debian has these where only root's PATH looks.
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


class Answer(NamedTuple):
    """What a server sent."""

    server: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Running:
    """A server that answers on a port of this machine."""

    name: str
    port: int

    def ask(
        self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
    ) -> Answer:
        """Return the answer to a request that has no headers but these."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if method == "POST":
                connection.putheader("Content-Length", "0")
            connection.endheaders()
            response = connection.getresponse()
            return Answer(self.name, response.status, response.headers, response.read())
        finally:
            connection.close()


class Start(NamedTuple):
    """How a server checks its configuration, and how it runs in the foreground."""

    check: list[str]
    run: list[str]


def _nginx(folder: Path, home: Path, port: int, upstream: Ports) -> Start:
    brotli = next(Path("/usr/lib/nginx/modules").glob("ngx_http_brotli_static_module.so"), None)
    assert brotli, "no Brotli module for nginx: see scripts/setup.sh"
    config = home / "nginx.conf"
    config.write_text(
        f"""
load_module {brotli};
daemon off;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {folder}/http.conf;
    server {{
        listen 127.0.0.1:{port};
        root {home}/www;
        brotli_static on;
        include {folder}/server.conf;
        location / {{ proxy_pass http://127.0.0.1:{upstream.alive}; proxy_read_timeout 500ms; }}
        location /files/ {{ }}
        location /down/ {{ proxy_pass http://127.0.0.1:{upstream.dead}; }}
        location /api/ {{
            proxy_pass http://127.0.0.1:{upstream.alive};
            proxy_intercept_errors off;
        }}
    }}
}}
"""
    )
    command = [_find("nginx"), "-c", str(config), "-p", str(home), "-e", str(home / "error.log")]
    return Start([*command, "-t", "-q"], command)


def _apache(folder: Path, home: Path, port: int, upstream: Ports) -> Start:
    modules = (
        "mpm_event authz_core alias mime negotiation dir headers rewrite proxy proxy_http include "
        "unique_id deflate filter"
    )
    loaded = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
        for name in modules.split()
    )
    config = home / "apache.conf"
    config.write_text(
        f"""
{loaded}
ServerRoot {home}
ServerName localhost
PidFile {home}/apache.pid
DefaultRuntimeDir {home}
ErrorLog {home}/error.log
Listen 127.0.0.1:{port}
{"User www-data" if os.geteuid() == 0 else ""}
TypesConfig /etc/mime.types
Include /etc/apache2/mods-available/mime.conf
<VirtualHost *:{port}>
    DocumentRoot {home}/www
    <Directory {home}/www>
        Require all granted
    </Directory>
    Include {folder}/httplingo.conf
    ProxyPass /files/ !
    ProxyPass /down/ http://127.0.0.1:{upstream.dead}/ retry=0
    ProxyPass / http://127.0.0.1:{upstream.alive}/ timeout=1
    <Location /api/>
        ProxyErrorOverride Off
    </Location>
</VirtualHost>
"""
    )
    environment = {"APACHE_RUN_USER": "www-data", "APACHE_RUN_GROUP": "www-data"}
    words = [f"{name}={value}" for name, value in environment.items()]
    command = ["/usr/bin/env", *words, _find("apache2"), "-f", str(config)]
    return Start([*command, "-t"], [*command, "-DFOREGROUND"])


def _caddy(folder: Path, home: Path, port: int, upstream: Ports) -> Start:
    config = home / "Caddyfile"
    config.write_text(
        f"""
{{
    admin off
    auto_https off
}}
import {folder}/httplingo.caddy
http://127.0.0.1:{port} {{
    import httplingo
    handle /files/* {{
        root * {home}/www
        file_server
    }}
    handle /down/* {{
        reverse_proxy 127.0.0.1:{upstream.dead} {{
            import httplingo_upstream
        }}
    }}
    handle /api/* {{
        reverse_proxy 127.0.0.1:{upstream.alive}
    }}
    handle {{
        reverse_proxy 127.0.0.1:{upstream.alive} {{
            import httplingo_upstream
            transport http {{
                response_header_timeout 500ms
            }}
        }}
    }}
}}
"""
    )
    options = ["--config", str(config), "--adapter", "caddyfile"]
    return Start([_find("caddy"), "validate", *options], [_find("caddy"), "run", *options])


def _haproxy(folder: Path, home: Path, port: int, upstream: Ports) -> Start:
    config = home / "haproxy.cfg"
    config.write_text(
        f"""
defaults plain
    mode http
frontend www from httplingo
    bind 127.0.0.1:{port}
    timeout client 10s
    http-request set-var(txn.httplingo) str(off) if {{ path_beg /api/ }}
    use_backend down if {{ path_beg /down/ }}
    use_backend none if {{ path_beg /files/ }}
    default_backend app
backend app from plain
    timeout connect 1s
    timeout server 500ms
    server app 127.0.0.1:{upstream.alive}
backend down from plain
    timeout connect 1s
    timeout server 1s
    retries 0
    server down 127.0.0.1:{upstream.dead}
backend none from plain
    timeout connect 1s
    timeout server 1s
    http-request deny deny_status 404
"""
    )
    command = [_find("haproxy"), "-f", str(folder / "httplingo.cfg"), "-f", str(config)]
    return Start([*command, "-c"], [*command, "-db"])


def _lighttpd(folder: Path, home: Path, port: int, upstream: Ports) -> Start:
    config = home / "lighttpd.conf"
    config.write_text(
        f"""
server.modules = ( "mod_proxy" )
server.document-root = "{home}/www"
server.bind = "127.0.0.1"
server.port = {port}
server.errorlog = "{home}/error.log"
mimetype.assign = ( ".html" => "text/html" )
include "{folder}/httplingo.conf"
$HTTP["url"] =~ "^/api/" {{ magnet.attract-response-start-to = () }}
$HTTP["url"] =~ "^/files/" {{
}} else $HTTP["url"] =~ "^/down/" {{
    proxy.server = ( "" => (( "host" => "127.0.0.1", "port" => {upstream.dead} )) )
}} else $HTTP["url"] =~ "" {{
    proxy.server = ( "" => ((
        "host" => "127.0.0.1", "port" => {upstream.alive}, "read-timeout" => 1
    )) )
}}
"""
    )
    command = [_find("lighttpd"), "-f", str(config)]
    return Start([*command, "-tt"], [*command, "-D"])


SERVERS: dict[str, Callable[[Path, Path, int, Ports], Start]] = {
    "nginx": _nginx,
    "apache": _apache,
    "caddy": _caddy,
    "haproxy": _haproxy,
    "lighttpd": _lighttpd,
}


def _find(name: str) -> str:
    found = shutil.which(name, path=PATH)
    assert found, f"no {name}: see scripts/setup.sh"
    return found


@contextmanager
def running(name: str, folder: Path, home: Path, upstream: Ports) -> Iterator[Running]:
    """Run a server with an exported folder; its configuration is checked by itself first."""
    (home / "www" / "files").mkdir(parents=True, exist_ok=True)
    port = _free_port()
    start = SERVERS[name](folder, home, port, upstream)
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home)}
    checked = subprocess.run(
        start.check, capture_output=True, text=True, env=environment, cwd=home, check=False
    )
    said = checked.stdout + checked.stderr
    assert checked.returncode == 0, said
    assert "[warn" not in said.lower(), said
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            start.run, stdout=output, stderr=output, env=environment, cwd=home
        )
    try:
        _wait(process, port, home / "output")
        yield Running(name, port)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    """Wait until a server takes connections: none of them says so in another way that all have."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, output.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(output.read_text())
