#!/bin/sh
# First installation, as root, from /opt/infohus. Overwrites no file of yours and may be run again.
set -eu
cd /opt/infohus
id -u infohus > /dev/null 2>&1 || adduser --quiet --system --group --home /var/lib/infohus --no-create-home infohus
install -d -m 700 -o infohus -g infohus /var/lib/infohus /var/lib/infohus/alarm /var/lib/infohus/alarm/waiting
install -d -m 755 /etc/infohus
install -d -m 700 /etc/infohus/secrets
install -d -m 750 -g infohus /etc/infohus/recipients
mine() { # mine FROM TO: a file that from now on is the operator's
    [ -e "$2" ] || install -m 644 "$1" "$2"
}
mine deploy/infohus.env /etc/infohus/infohus.env
mine deploy/operator.env /etc/infohus/operator.env
mine municipality.toml /etc/infohus/municipality.toml
[ -e /etc/infohus/secrets/smtp-password ] || install -m 600 /dev/null /etc/infohus/secrets/smtp-password
install -m 755 deploy/infohus deploy/infohus-new deploy/infohus-all /usr/local/sbin/
install -m 644 deploy/systemd/* deploy/instances/* /etc/systemd/system/
