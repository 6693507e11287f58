#!/bin/sh
# Starts systemd in namespaces of its own over a throw-away copy of this machine, installs by the handbook, and looks
# whether the units hold. By hand, as root, on Debian 12 with a built environment: sh tools/boot_units.sh [VENV]
# Touches nothing outside its temporary folder, and is killed after two minutes.
set -eu
if [ -z "${INFOHUS_BOOT:-}" ]; then
    here=$(cd "$(dirname "$0")/.." && pwd)
    boot=$(mktemp -d)
    mount -t tmpfs tmpfs "$boot"
    mkdir "$boot/up" "$boot/work" "$boot/root"
    INFOHUS_BOOT=$boot INFOHUS_HERE=$here INFOHUS_VENV=$(cd "${1:-$here/build/venv}" && pwd) \
        setsid timeout -s KILL 120 unshare -pmuiC --fork --kill-child --mount-proc sh "$0" > "$boot/console" 2>&1 &
    for _ in $(seq 110); do
        sleep 1
        grep -qs "^end$" "$boot/up/result" && break
    done
    cat "$boot/up/result" || cat "$boot/console"
    missing=0
    grep -qs "^end$" "$boot/up/result" || missing=1
    grep -qs "^FAILED" "$boot/up/result" && missing=1
    kill -KILL "-$!" 2>/dev/null || kill -KILL "$!" 2>/dev/null || true
    wait 2>/dev/null || true
    umount -l "$boot" && rmdir "$boot"
    exit $missing
fi

root=$INFOHUS_BOOT/root
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=/,upperdir=$INFOHUS_BOOT/up,workdir=$INFOHUS_BOOT/work" "$root"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 none "$root/sys/fs/cgroup"
ip link set lo up 2>/dev/null || true
rm -rf "$root"/etc/systemd/system/*
mkdir -p "$root/opt/infohus" "$root/opt/plain" "$root/mnt/old"
for part in deploy intake municipality.toml; do cp -r "$INFOHUS_HERE/$part" "$root/opt/infohus/"; done
/usr/bin/python3 -m venv --without-pip "$root/opt/infohus/venv"
cp -r "$INFOHUS_VENV"/lib/python3*/site-packages "$root"/opt/infohus/venv/lib/python3*/

cat > "$root/try.sh" <<'END'
cd /opt/infohus
told() { [ "$2" = "$3" ] && echo "ok: $1" || echo "FAILED: $1 ($2, not $3)"; }
answers() {
    for _ in $(seq 60); do
        code=$(python3 -c 'import urllib.request as u; print(u.urlopen("http://127.0.0.1:8000/skriv", timeout=5).status)' 2>&1 | tail -1)
        [ "$code" = 200 ] && break
        sleep 0.3
    done
    echo "$code"
}
shows() { systemctl show -p "$2" --value "$1"; }
sh deploy/install.sh
sed 's/^step = "remind"/step = "off"/' demonstration/municipality.toml > /etc/infohus/municipality.toml
printf 'echo "$@" >> /var/lib/infohus/rung\n' > /opt/ring.sh
sed -i 's#^INFOHUS_ALARM_COMMAND=.*#INFOHUS_ALARM_COMMAND="/bin/sh /opt/ring.sh"#' /etc/infohus/infohus.env
for n in 1 2; do
    openssl req -x509 -newkey rsa:3072 -nodes -keyout "/opt/k$n" -out "/etc/infohus/recipients/$n.pem" \
        -subj "/O=Try $n" -days 300 2> /dev/null
    printf '[[recipient]]\naddress = "r%s@try.example"\nname = "R%s"\ncertificate = "%s.pem"\n' $n $n $n \
        >> /etc/infohus/recipients/recipients.toml
done
infohus init && chown infohus:infohus /var/lib/infohus/* && chmod 644 /etc/infohus/signing.pem

# Can this kernel hand over credentials? They need access lists on the file system.
printf '[Service]\nType=oneshot\nUser=infohus\nLoadCredential=k:/etc/infohus/secrets/draft-keys\nExecStart=/bin/cat %%d/k\n' \
    > /etc/systemd/system/try-credential.service
systemctl daemon-reload
if systemctl start try-credential; then
    echo "ok: a unit reads its credential"
else
    echo "not tried: this kernel hands over no credentials; the units get plain files instead"
    cp /etc/infohus/secrets/* /opt/plain && chown -R infohus /opt/plain
    for unit in web sign-of-life; do
        mkdir "/etc/systemd/system/infohus-$unit.service.d"
        printf '[Service]\nEnvironment=INFOHUS_%s=/opt/plain/%s\n' SIGNING_KEY_FILE signing-key.pem \
            > "/etc/systemd/system/infohus-$unit.service.d/try.conf"
        printf 'Environment=INFOHUS_%s=/opt/plain/%s\n' DRAFT_KEYS_FILE draft-keys DIGEST_KEY_FILE digest-key \
            >> "/etc/systemd/system/infohus-$unit.service.d/try.conf"
    done
    systemctl daemon-reload
fi

systemctl start infohus-web infohus-forward
told "the form answers" "$(answers)" 200
told "the forwarder runs" "$(shows infohus-forward ActiveState)" active
for unit in infohus-web infohus-forward; do
    process=$(shows $unit MainPID)
    told "$unit has no capability" "$(sed -n 's/^CapEff:\t//p' /proc/$process/status)" 0000000000000000
    told "$unit cannot gain rights" "$(sed -n 's/^NoNewPrivs:\t//p' /proc/$process/status)" 1
    told "$unit has its calls filtered" "$(sed -n 's/^Seccomp:\t//p' /proc/$process/status)" 2
    told "$unit leaves no core" "$(sed -n 's/^Max core file size *\([0-9a-z]*\).*/\1/p' /proc/$process/limits)" 0
    told "$unit may not swap" "$(shows $unit MemorySwapMax)" 0
done
systemctl start infohus-sign-of-life
told "the sign of life waits for the forwarder" "$(infohus status | sed -n 1p)" "waiting 1"
systemctl start infohus-purge
told "the purge ran" "$(shows infohus-purge Result)" success
for _ in 1 2 3; do
    kill -KILL "$(shows infohus-web MainPID)"
    told "the form is back after kill -9" "$(answers)" 200
done
told "the letter is still there" "$(infohus status | sed -n 1p)" "waiting 1"
mv /etc/infohus/municipality.toml /etc/infohus/away
systemctl start infohus-purge 2> /dev/null
mv /etc/infohus/away /etc/infohus/municipality.toml
sleep 2
told "a unit that fails rings the alarm" "$(cat /var/lib/infohus/rung)" unit-failed
systemctl stop infohus-web infohus-forward
told "the form stopped cleanly" "$(shows infohus-web Result)" success
told "the forwarder stopped cleanly" "$(shows infohus-forward Result)" success
echo end
END
cat > "$root/etc/systemd/system/try.service" <<'END'
[Service]
Type=oneshot
Environment=PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
ExecStart=/bin/sh /try.sh
StandardOutput=append:/result
StandardError=append:/result
TimeoutStartSec=100
END
cd "$root"
pivot_root . mnt/old
cd /
umount -l /mnt/old
exec env container=docker /lib/systemd/systemd --unit=try.service --log-target=console --log-level=warning --show-status=false
