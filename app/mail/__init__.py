"""Mail: `outbox` creates and delivers messages, `inbox` processes received ones."""
