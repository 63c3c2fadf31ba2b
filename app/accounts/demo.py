"""The people whom the demo's sign-in page offers."""

DEMO_PASSWORD = "selaras-demo"
"""The password of every demo account; the demo listens on loopback only."""

DEMO_ACCOUNTS = (
    "koordinator@jsc.example",
    "notulis@jsc.example",
    "kepala@jsc.example",
    "pimpinan@jsc.example",
    "verifikator@kominfotik.example",
    "narahubung@dpmptsp.example",
    "narahubung@dinkes.example",
    "narahubung@bumd.example",
    "narahubung@mitrasolusi.example",
    "narahubung@komunitas.example",
    "admin@jsc.example",
)
"""Their addresses, in the order in which they are offered."""
