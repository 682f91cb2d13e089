from django.urls import path

from forums.models import Post
from forums.views import closings, corrections, discussions, drafts, learned, own_posts, people, posts, printing

app_name = "forums"

urlpatterns = [
    path("c/<slug:slug>/s/<slug:space_slug>/discussions/new/", discussions.plan_new, name="plan-new"),
    path("c/<slug:slug>/learned/", learned.learned, name="learned"),
    path("d/<int:pk>/", discussions.discussion, name="discussion-short"),
    path("d/<int:pk>/plan/", discussions.plan, name="plan"),
    path("d/<int:pk>/open/", discussions.open_now, name="open"),
    path("d/<int:pk>/reply/", posts.reply, name="reply"),
    path("d/<int:pk>/preview/", posts.preview, name="preview"),
    path("d/<int:pk>/people/", people.people, name="people"),
    path("d/<int:pk>/restate/", posts.steer, {"kind": Post.Kind.RESTATEMENT}, name="restate"),
    path("d/<int:pk>/summarise/", posts.steer, {"kind": Post.Kind.INTERIM_SUMMARY}, name="summarise"),
    path("d/<int:pk>/print/", printing.print_out, name="print"),
    path("d/<int:pk>/close/", closings.close, name="close"),
    path("d/<int:pk>/closing/", drafts.closing, name="closing"),
    path("d/<int:pk>/closing/save/", drafts.closing_save, name="closing-save"),
    path("d/<int:pk>/closing/preview/", drafts.closing_preview, name="closing-preview"),
    path("d/<int:pk>/closing/rows/", drafts.closing_rows, name="closing-rows"),
    path("d/<int:pk>/closing/redraft/", drafts.closing_redraft, name="closing-redraft"),
    path("d/<int:pk>/closing/publish/", drafts.closing_publish, name="closing-publish"),
    path("d/<int:pk>/closing/<int:closing>/note/<int:note>/", closings.note, name="note"),
    path("d/<int:pk>/closing/<int:closing>/correct/", corrections.correct, name="closing-correct"),
    path("d/<int:pk>/closing/<int:closing>/corrections/", corrections.history, name="closing-corrections"),
    path("d/<int:pk>/reopen/", closings.reopen, name="reopen"),
    path("d/<int:pk>/follow/", discussions.follow, name="follow"),
    path("d/<int:pk>/unfollow/", discussions.unfollow, name="unfollow"),
    path("d/<int:pk>/mute/", discussions.mute, name="mute"),
    path("d/<int:pk>/post/<int:number>/", posts.post_by_number, name="post-number"),
    path("p/<int:pk>/", posts.post, name="post"),
    path("p/<int:pk>/edit/", own_posts.edit, name="post-edit"),
    path("p/<int:pk>/history/", own_posts.history, name="post-history"),
    path("p/<int:pk>/remove/", own_posts.remove, name="post-remove"),
    path("p/<int:pk>/restore/", own_posts.restore, name="post-restore"),
    # Last, because a slug may be any of the words above.
    path("d/<int:pk>/<slug:slug>/", discussions.discussion, name="discussion"),
]
