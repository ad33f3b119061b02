"""The only code that talks to the outside: host applications, models, ticket desks."""
