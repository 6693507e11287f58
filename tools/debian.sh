#!/bin/sh
# The Debian packages that the tests need. As root: installs what is missing. Else: names the one
# line that does, and fails, for a test that is skipped proves nothing.
set -eu
needed="chromium openssl openssh-client gnupg gpgsm postfix postgresql-15 caddy poppler-utils qpdf sqlite3
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
        libatomic1 default-jre-headless systemd python3-venv
        firefox-esr python3-pyqt5.qtwebengine xvfb libgl1-mesa-dri
        orca at-spi2-core dbus-daemon
        nginx-light systemd-container debootstrap nftables iproute2 pgbouncer thunderbird rspamd spamassassin mutt prometheus
        buildah podman runc netavark aardvark-dns iptables docker-compose"
missing=""
for package in $needed; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ]; then
    echo "These tests need Debian packages. Run, then try again:" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
# Nothing that is installed here may start a server: the tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
# Without a cluster of its own, PostgreSQL starts nothing and keeps no port.
mkdir -p /etc/postgresql-common/createcluster.d
echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/infohus-tests.conf
apt-get update -q
# shellcheck disable=SC2086
apt-get install -yq --no-install-recommends $missing
