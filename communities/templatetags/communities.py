from django import template

from communities.queries.protocols import protocols_at
from communities.queries.tabs import tabs_for

register = template.Library()


@register.filter
def of(rows, key):
    """Those of one person or thing, from a query that gave of several."""
    return rows.get(key, [])


@register.filter
def called_in(role, community):
    """What a role is called in a community."""
    return community.role_name(role)


@register.inclusion_tag("communities/_tabs.html")
def community_tabs(standing, current=""):
    """The pages of a community that this reader may open; `current` is the key of the one they are on."""
    row = tabs_for(standing, current)
    return {"standing": standing, "row": row.tabs, "group": row.group, "beneath": row.beneath}


@register.inclusion_tag("communities/_protocols.html")
def protocols_for(place):
    """A card with the protocols that help at a place, such as "plan" or "launch"."""
    return {"protocols": protocols_at(place)}
