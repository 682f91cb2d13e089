#!/usr/bin/env python
import os
import sys


def main(arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    match arguments[:1]:
        # These two are no Django commands: loading the settings starts the embedded servers, which
        # the one may be asked to stop, and of which the other has to know whether they ran before.
        case ["servers"]:
            from config import embedded

            return embedded.main(arguments[1:])
        case ["demo"]:
            from config import demo

            return demo.main()
    from django.core.management import execute_from_command_line

    return execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
