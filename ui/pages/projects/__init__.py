"""The register: filters, list, details, and the form of one project."""
