"""What the tests of closings send."""

from forums.effects.drafts import Draft


def edit(closing, *, version=None, summary="We agreed [#2].", result="lesson", **beside):
    """An edit of `closing` as the actions take it, begun from its version or from another one."""
    return {"draft": Draft(summary, result, **beside), "version": closing.version if version is None else version}
