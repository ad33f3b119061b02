"""What was acknowledged is there, whoever is killed and whichever process is asked."""
