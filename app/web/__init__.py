"""Everything between HTTP and the features: policies, pages, forms, sessions, languages, assets and headers."""
