"""The files of what is said: each at the address of its post, for whoever reads the words; and the sending of them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.permissions import require
from forums.forms.files import Chosen
from forums.models import HeldPost, PostFile
from forums.queries.files import files_of, loose_in, sent_by
from forums.queries.people import why_silent
from forums.rules import may_post, may_read_words
from forums.views.fetching import discussion_alone, visible_post
from library.actions import keep_file
from library.models import File
from library.serving import serve

LONGEST_DESCRIPTION = 300


@require_safe
def of_post(request, pk, file):
    post = visible_post(request, pk)
    if not may_read_words(request.user, post):
        raise Http404
    return _serve(request, post, file)


@require_safe
def of_held(request, pk, file):
    """Of what waits for the team."""
    return _serve(request, get_object_or_404(HeldPost.objects.visible_to(request.user), pk=pk), file)


def _serve(request, said, file):
    return serve(request, get_object_or_404(said.files.select_related("file"), file=file).file)


@require_POST
def keep(request, pk):
    """Keep files while somebody writes; the answer is the lines in which the form has them, or says why not."""
    discussion = discussion_alone(request, pk)
    require(may_post(request.user, discussion), why_silent(request.user, discussion))
    chosen = Chosen()
    _keep_uploads(request, chosen)
    if not (chosen.files or chosen.refusals):
        chosen.refusals.append(_("Choose a file."))
    return render(request, "components/_chosen.html", {"chosen": chosen}, status=422 if chosen.refusals else 200)


def chosen_in(request, said=None):
    """What goes with the text that a form sends, as it stands on `said` where that is changed.

    A file that is taken is kept whatever else has to be mended: the form has it the next time.
    """
    chosen = Chosen(is_asked="files" in request.POST)
    if said:
        chosen.hanging = files_of(said)
    if request.method != "POST":
        return chosen
    ids = {int(each) for each in request.POST.getlist("files") if each.isdecimal() and len(each) < 19}
    chosen.files = sent_by(request.user, ids)
    if len(chosen.files) < len(ids):
        chosen.refusals.append(_("A file is not here any more. Please choose it again."))
    chosen.files += [file for file in loose_in(request.POST.get("text", ""), request.user) if file not in chosen.files]
    if chosen.files:  # most posts have none, and putting a query together takes its time
        kept = File.objects.visible_to(request.user).filter(pk__in=[file.pk for file in chosen.files])
        chosen.loose = list(kept.order_by("pk"))
    _keep_uploads(request, chosen)
    chosen.described = {
        file.pk: " ".join(request.POST.get(f"alt-{file.pk}", "").split())[:LONGEST_DESCRIPTION] for file in chosen.loose
    }
    return chosen


def _keep_uploads(request, chosen):
    uploads = request.FILES.getlist("upload")
    if len(uploads) > PostFile.MOST:
        chosen.refusals.append(_("At most %(most)d files go with one post.") % {"most": PostFile.MOST})
    for upload in uploads[: PostFile.MOST]:
        try:
            file = keep_file(upload, actor=request.user)
        except DomainError as refusal:
            chosen.refusals.append(str(refusal))
        else:
            chosen.files.append(file)
            chosen.loose = [*chosen.loose, file]
