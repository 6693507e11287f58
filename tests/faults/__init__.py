"""What must hold when disks, databases, mail servers and processes fail."""
