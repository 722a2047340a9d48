"""`python -m helpdesk.local start|test`: what dev.py becomes when the packages are installed."""

import argparse
import sys
from pathlib import Path

from helpdesk.local.environment import CHECKOUT
from helpdesk.local.errors import AskedToStop, CannotGoOn
from helpdesk.local.start import start
from helpdesk.local.terminal import complain
from helpdesk.local.testing import test


def main(arguments: list[str]) -> int:
    """Run one of the two commands; what is in its way is said in one sentence."""
    try:
        # All that follows "test" is pytest's, --help included.
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        options = _parser().parse_args(arguments)
        return start(options.data, options.port, options.reset)
    except CannotGoOn as sentence:
        complain(str(sentence))
        return 1
    except (AskedToStop, KeyboardInterrupt):
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("test", help="run everything CI runs; arguments go to pytest")
    begin = commands.add_parser("start", help="run the product with its demo")
    begin.add_argument("--port", type=_port, default=8000, help="8000 if not given; 0 takes any free port")
    begin.add_argument(
        "--data", type=Path, default=CHECKOUT / ".data", help="the folder for the data, .data if not given"
    )
    begin.add_argument("--reset", action="store_true", help="remove all data first")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
