"""What business rules and documents tell, and prose that says otherwise."""
