# Words that stand where the slug does in the address of something done to a discussion.
VERBS = {
    *("files", "groups", "material", "pace", "pause", "resume", "slow"),
    *("close", "closing", "follow", "go", "move", "mute", "next-stage", "open", "people", "plan", "preview", "print"),
    *("merge", "quiet", "saved"),
    *("prompts",),
    *("ask", "news", "not-me", "poll", "reopen", "reply", "restate", "search", "summarise", "unfollow"),
}
