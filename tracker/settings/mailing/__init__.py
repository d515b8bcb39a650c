"""What the system administrator sees and does about mails: what waits, what failed, whether there is a worker."""
