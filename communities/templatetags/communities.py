from django import template

from communities.queries.tabs import tabs_for

register = template.Library()


@register.filter
def of_person(answers, person):
    """Those of one person, from what `queries.answers_of` gave of several."""
    return answers.get(person, [])


@register.filter
def called_in(role, community):
    """What a role is called in a community."""
    return community.role_name(role)


@register.inclusion_tag("communities/_tabs.html")
def community_tabs(standing, current=""):
    """The pages of a community that this reader may open; `current` is the key of the one they are on."""
    row = tabs_for(standing, current)
    return {"standing": standing, "row": row.tabs, "group": row.group, "beneath": row.beneath}
