"""Mail in both directions: `outbox` writes and delivers, `inbox` reads what arrives."""
