#!/usr/bin/env python
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["servers"]:
        # Not a Django command: loading the settings would start what this may be asked to stop.
        from config.embedded import main as servers

        return servers(sys.argv[2:])
    from django.core.management import execute_from_command_line

    return execute_from_command_line(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
