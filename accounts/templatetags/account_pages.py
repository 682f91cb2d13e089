from django import template

from accounts.pages import PAGES

register = template.Library()


@register.simple_tag
def account_pages(here=""):
    """The pages of one's own account, each with what `aria-current` says of it on the page whose view is `here`."""
    return [(page, _current(page, here)) for page in PAGES]


def _current(page, here):
    return "page" if here == page.view else "true" if page.holds(here) else ""
