"""What gunicorn writes down of each request, without the keys of private feeds and calendars."""

import re

from gunicorn.glogging import Logger as GunicornLogger

_KEY = re.compile(r"/(feeds|calendar)/[^\s?#\"]+", re.IGNORECASE)


class Logger(GunicornLogger):
    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: _KEY.sub(r"/\1/…", said) if isinstance(said, str) else said for name, said in atoms.items()}
