from django import template

from library.formats import ACCEPT, BY_TYPE, MEGABYTE, PDF

register = template.Library()


@register.filter
def file_label(media_type):
    """What a file of this media type is called."""
    return BY_TYPE[media_type].label


@register.simple_tag
def accepted():
    """What a browser is to offer where files are chosen."""
    return ACCEPT


@register.simple_tag
def largest():
    """How large a file may be that is no recording, in MB."""
    return PDF.most_bytes // MEGABYTE
