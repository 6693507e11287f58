"""A bare Debian 12 that boots real systemd, and a small world around it: names, mail, an alarm."""
