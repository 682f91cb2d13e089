"""What a browser calls itself, as people would call it."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that is found counts: most browsers name others as well.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
}
BROWSERS |= {"Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """Such as “Firefox on Windows”."""
    name, system = (
        next((said for mark, said in names.items() if mark in user_agent), None) for names in (BROWSERS, SYSTEMS)
    )
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or _("Another program")
