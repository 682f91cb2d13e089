"""How the address of a row is made, and what is sent to it: from the world, the place and who asks."""

from django.urls import reverse


def plain(name, /, *arguments, **data):
    return lambda world, place, subject: (reverse(name, args=arguments), data)


def of_community(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug]), data)


def of_space(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug, place]), data)


def person(world, subject):
    return world.people["participant" if subject == "anonymous" else subject]
