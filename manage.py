"""Django's own commands; everything else is under `hejie`."""

import sys

from django.core.management import execute_from_command_line

from hejie.cli.instance import name_settings

if __name__ == "__main__":
    name_settings()
    execute_from_command_line(sys.argv)
