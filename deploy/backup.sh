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
database=$(setting DATABASE)
case $database in
    sqlite:*) sqlite3 "${database#sqlite:///}" ".backup '$to/outbox-$(date +%F).sqlite'" ;;
    *)
        PGPASSFILE=$(sed -n 's/^PGPASSFILE=//p' /etc/infohus/operator.env)
        export PGPASSFILE
        pg_dump --no-password --format=custom --file="$to/outbox-$(date +%F).dump" "postgresql://${database#*://}"
        ;;
esac
find "$to" -type f -mtime +6 ! -name enabled-units -delete
