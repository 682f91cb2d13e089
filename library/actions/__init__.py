from library.actions.files import keep_file
from library.actions.items import add_item, change_item, discard_item, publish_item
from library.actions.order import put_back, take_down
from library.actions.versions import add_version

__all__ = [
    "add_item",
    "add_version",
    "change_item",
    "discard_item",
    "keep_file",
    "publish_item",
    "put_back",
    "take_down",
]
