#!/bin/sh
# Everything that a new server needs: settings with their secrets in one file, letters (ciphertext) in another. Keep the two
# apart, and the first with the care of a key. As root; infohus-backup.timer does it each night. Older ones go after seven days.
set -eu
umask 077
to=${1:-/var/backups/infohus}
mkdir -p "$to"
setting() { sed -n "s/^INFOHUS_$1=//p" /etc/infohus/infohus.env | tail -n 1 | tr -d '"'; }
program=$(setting ALARM_COMMAND | cut -d ' ' -f 1)
enabled=$to/enabled-units
systemctl list-unit-files --state=enabled --no-legend 'infohus*' 'caddy*' 'nftables*' > "$enabled"
cd /
set --
for path in etc/infohus etc/caddy etc/nftables.conf etc/systemd/system/infohus-*.d etc/systemd/system/caddy.service.d "${program#/}" "${enabled#/}"; do
    [ -n "$path" ] && [ -e "$path" ] && set -- "$@" "$path"
done
tar -czf "$to/settings-$(date +%F).tar.gz" "$@"
# By the service's own road to its database, with the password in no command line: SQLite's copy, or pg_dump's.
infohus backup "$to"
for copy in "$to/outbox.sqlite" "$to/outbox.dump"; do
    [ ! -e "$copy" ] || mv "$copy" "$to/outbox-$(date +%F).${copy##*.}"
done
find "$to" -type f -mtime +6 ! -name enabled-units -delete
