"""The accounts that the sign-in page of the demo offers."""

DEMO_PASSWORD = "selaras-demo"
"""The password of every demo account. The demo accepts requests from this machine only."""

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
"""Their addresses, in the order of the sign-in page."""
