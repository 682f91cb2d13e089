from tests.workers import postbox, publish_to, start, valkey

__all__ = ["postbox", "publish_to", "start", "valkey"]
