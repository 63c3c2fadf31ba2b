"""The web layer shared by all features: policies, pages, forms, sessions, languages, static files and headers."""
