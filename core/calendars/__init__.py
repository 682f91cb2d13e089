"""Calendars as programs exchange them (RFC 5545, 5546): `writing` makes all that goes out, `reading` what comes in."""
