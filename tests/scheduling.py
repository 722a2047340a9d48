"""Which tests share one of the parallel workers, and so the expensive things that they use."""

from xdist.scheduler import LoadScopeScheduling

# By their paths, and not by the mark of xdist, which pytest 9.2 no longer heeds: pytest-xdist issue 1386.
TOGETHER = {
    # They start whole processes, and two installations would compete for two cores.
    "tests/browser/": "installations",
    "tests/processes/": "installations",
    "tests/commands/test_processes.py": "installations",
    "tests/commands/test_provision.py": "installations",
    "tests/commands/test_start.py": "installations",
    # They read the same demo, which takes long to write.
    "tests/local/test_demo": "the demo",
}


class ByWhatTheyShare(LoadScopeScheduling):
    """Hands out the largest group first, and then test by test what shares nothing."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for beginning, group in TOGETHER.items() if nodeid.startswith(beginning)), nodeid)
