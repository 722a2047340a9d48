"""Demo content: people, categories and stories that the local demo tenants are filled with."""
