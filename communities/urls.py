from django.urls import path

from communities.views import communities, memberships

app_name = "communities"

urlpatterns = [
    path("communities/", communities.directory, name="directory"),
    path("communities/new/", communities.new, name="new"),
    path("c/<slug:slug>/join/", memberships.join, name="join"),
    path("c/<slug:slug>/leave/", memberships.leave, name="leave"),
    path("c/<slug:slug>/roles/", memberships.roles, name="roles"),
    path("c/<slug:slug>/members/", memberships.members, name="members"),
    path("c/<slug:slug>/members/<int:pk>/role/", memberships.member_role, name="member-role"),
]
