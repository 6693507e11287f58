#!/bin/sh
# Lets each unit talk to whom it must, and to nobody else: the forwarder to the mail server and the name servers, all that
# keep letters to a database on another machine. As root; again whenever one of these gets another address. Of one among many:
# allow.sh NAME
set -eu
name=${1:-}
setting() { sed -n "s/^INFOHUS_$1=//p" "/etc/infohus/${name:+$name/}infohus.env" | tail -n 1 | tr -d '"'; }
addresses() { # addresses NAME: by the same name servers as the units ask
    [ -z "$1" ] || getent ahosts "$1" | awk '{print $1}' | sort -u | grep . || { echo "$1 is not found" >&2; exit 1; }
}
names=$(sed -n 's/^nameserver[[:space:]]*//p' /etc/resolv.conf)
mail=$(addresses "$(setting SMTP_HOST)")
database=$(addresses "$(setting DATABASE | sed -n 's#^postgresql[^/]*//\([^/?]*@\)\{0,1\}\([^/:?]*\).*#\2#p')")
may() { # may UNIT ADDRESSES
    folder=/etc/systemd/system/infohus-$1${name:+@$name}.service.d
    mkdir -p "$folder"
    { echo "[Service]"; for address in $2; do echo "IPAddressAllow=$address"; done; } > "$folder/addresses.conf"
    echo "infohus-$1${name:+@$name} may talk to: $(echo $2)"
}
may forward "$mail $database $names"
for unit in web purge sign-of-life drill backup; do
    if [ -n "$database" ]; then may $unit "$database $names"; else rm -f "/etc/systemd/system/infohus-$unit${name:+@$name}.service.d/addresses.conf"; fi
done
systemctl daemon-reload
