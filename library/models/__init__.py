from library.models.file import Attachment, File, attached_by, new_key
from library.models.item import Item, ItemAuthor, ItemFile

__all__ = ["Attachment", "File", "Item", "ItemAuthor", "ItemFile", "attached_by", "new_key"]
