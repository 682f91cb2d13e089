from django.urls import path

from communities.views import communities, invitations, invited, memberships, requests, spaces

app_name = "communities"

urlpatterns = [
    path("communities/new/", communities.new, name="new"),
    path("c/<slug:slug>/join/", requests.join, name="join"),
    path("c/<slug:slug>/join/withdraw/", requests.withdraw, name="withdraw"),
    path("c/<slug:slug>/requests/", requests.requests, name="requests"),
    path("c/<slug:slug>/requests/approve/", requests.approve, name="requests-approve"),
    path("c/<slug:slug>/requests/decline/", requests.decline, name="requests-decline"),
    path("c/<slug:slug>/invitations/", invitations.invitations, name="invitations"),
    path("c/<slug:slug>/invitations/new/", invitations.invitation_new, name="invitation-new"),
    path("c/<slug:slug>/invitations/send/", invitations.invitation_send, name="invitation-send"),
    path("c/<slug:slug>/invitations/<int:pk>/again/", invitations.invitation_again, name="invitation-again"),
    path("c/<slug:slug>/invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("invitations/", invited.invitations_to_me, name="invitations-to-me"),
    path("invitations/<str:token>/", invited.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", invited.invitation_accept, name="invitation-accept"),
    path("invitations/<str:token>/decline/", invited.invitation_decline, name="invitation-decline"),
    path("c/<slug:slug>/spaces/", spaces.spaces, name="spaces"),
    path("c/<slug:slug>/spaces/new/", spaces.space_new, name="space-new"),
    path("c/<slug:slug>/spaces/<slug:space>/", spaces.space_people, name="space-people"),
    path("c/<slug:slug>/spaces/<slug:space>/change/", spaces.space_change, name="space-change"),
    path("c/<slug:slug>/spaces/<slug:space>/archive/", spaces.space_archive, name="space-archive"),
    path("c/<slug:slug>/spaces/<slug:space>/unarchive/", spaces.space_unarchive, name="space-unarchive"),
    path("c/<slug:slug>/spaces/<slug:space>/let-in/", spaces.space_let_in, name="space-let-in"),
    path("c/<slug:slug>/spaces/<slug:space>/guest/", spaces.space_guest, name="space-guest"),
    path("c/<slug:slug>/grants/<int:pk>/until/", spaces.grant_until, name="grant-until"),
    path("c/<slug:slug>/grants/<int:pk>/end/", spaces.grant_end, name="grant-end"),
    path("c/<slug:slug>/leave/", memberships.leave, name="leave"),
    path("c/<slug:slug>/roles/", memberships.roles, name="roles"),
    path("c/<slug:slug>/members/", memberships.members, name="members"),
    path("c/<slug:slug>/members/<int:pk>/", memberships.member, name="member"),
    path("c/<slug:slug>/members/<int:pk>/role/", memberships.member_role, name="member-role"),
    path("c/<slug:slug>/members/<int:pk>/suspend/", memberships.member_suspend, name="member-suspend"),
    path("c/<slug:slug>/members/<int:pk>/remove/", memberships.member_remove, name="member-remove"),
    path("c/<slug:slug>/members/<int:pk>/lift/", memberships.member_lift, name="member-lift"),
]
