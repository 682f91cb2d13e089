NO_WHEEL = (
    "The embedded servers are not installed or have no wheel for this platform: "
    "use docker compose, or set DATABASE_URL and REDIS_URL."
)


class Unavailable(SystemExit):
    """An embedded server cannot be had here; the message is one line that says what to do."""
