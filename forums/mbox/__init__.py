"""Mailing-list archives (RFC 4155) as messages, threads and Markdown; knows nothing of the database.

Read a file with `archive.scan`, join its messages with `threads.join`, read one message's text with
`archive.load`. `bodies` reads a single message for whoever has one (forums/inbound). Nothing that these give
holds a mail address, but for the sender's own.
"""
