#!/bin/sh
# `make deb`: build/infohus_VERSION_ARCHITECTURE.deb, the same bytes from the same commit. Needs dpkg-deb and python3-venv, and the
# wheels of requirements/run.txt in build/wheels (make wheels). Its interpreter is the system's.
set -eu
cd "$(dirname "$0")/.."
tools=$1 # the project's own Python: pip, click and setuptools are there
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2> /dev/null || echo 1577836800)}"
export SOURCE_DATE_EPOCH
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
architecture=$(dpkg --print-architecture)
python=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
root=$stage/root
home=$root/opt/infohus

# What runs: its packages by their hashes, our code, and no test, no demonstration, no tool.
mkdir -p "$home"
/usr/bin/python3 -m venv --without-pip "$home/venv"
"$tools" -m pip --quiet --disable-pip-version-check --python "$home/venv/bin/python" install --no-compile --no-index \
    -f build/wheels --require-hashes --only-binary :all: -r requirements/run.txt
find "$home/venv/bin" -mindepth 1 ! -name 'python*' -delete
sed -i '/^command = /d' "$home/venv/pyvenv.cfg"
find "$home/venv" -name RECORD -exec sed -i '/^\.\.\/\.\.\/\.\.\/bin\//d' {} +
cp -r intake deploy handbook municipality.toml LICENSE CHANGELOG.md "$home/"
rm -r "$home/deploy/debian"
find "$root" -name __pycache__ -prune -exec rm -rf {} +

# As install.sh does by hand, but units and command are the package's own files; proxy and form meet at a file.
mkdir -p "$root/lib/systemd" "$root/usr/sbin" "$root/usr/share/man/man8" "$root/usr/share/doc/infohus"
mv "$home/deploy/systemd" "$root/lib/systemd/system"
mv "$home/deploy/instances"/* "$root/lib/systemd/system/" && rmdir "$home/deploy/instances"
sed -i 's#/usr/local/sbin/#/usr/sbin/#' "$root/lib/systemd/system"/*
sed -i '/deploy\/systemd\|\/usr\/local\/sbin/d' "$home/deploy/install.sh"
for program in infohus infohus-new infohus-all; do mv "$home/deploy/$program" "$root/usr/sbin/$program"; done
sed -i 's/^INFOHUS_LISTEN=.*/INFOHUS_LISTEN=systemd/; s/^INFOHUS_TRUSTED_PROXY=.*/INFOHUS_TRUSTED_PROXY=/' "$home/deploy/infohus.env"
PYTHONPATH=. "$tools" tools/manpage.py | gzip -9n > "$root/usr/share/man/man8/infohus.8.gz"
cp LICENSE "$root/usr/share/doc/infohus/copyright"
chmod -R u=rwX,go=rX "$root"
chmod 755 "$root"/usr/sbin/*

cp -r deploy/debian "$root/DEBIAN"
sed -i "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@PYTHON@/$python/g" "$root/DEBIAN/control"
echo "Installed-Size: $(du -sk --apparent-size "$root" | cut -f1)" >> "$root/DEBIAN/control"
chmod 755 "$root/DEBIAN/preinst" "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "${2:-build}"
dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$root" "${2:-build}/infohus_${version}_$architecture.deb" > /dev/null
echo "${2:-build}/infohus_${version}_$architecture.deb"
