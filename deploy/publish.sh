#!/bin/sh
# Builds the site with this installation's facts and puts it where Caddy reads, whole, in one step.
set -eu
cd /opt/infohus
export INFOHUS_MUNICIPALITY=/etc/infohus/municipality.toml NO_MKDOCS_2_WARNING=1
site-venv/bin/python -m mkdocs build --quiet --site-dir /srv/infohus.new
rm -rf /srv/infohus.old
[ ! -e /srv/infohus ] || mv /srv/infohus /srv/infohus.old
mv /srv/infohus.new /srv/infohus
# From now on `infohus check` compares the site with the file of facts.
grep -q '^INFOHUS_SITE=' /etc/infohus/operator.env || echo INFOHUS_SITE=/srv/infohus >> /etc/infohus/operator.env
