"""Mail that comes in: one message is read, and becomes a post by the same action as any other answer,
or what somebody says of their seat at a meeting.

`receiving.receive` is the one door, for the command that reads a message from a mail server and for the address to
which a provider sends it. What a message says is read by `forums.mbox`.
"""
