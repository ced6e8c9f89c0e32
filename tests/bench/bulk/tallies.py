"""The sums of cases that lie in the read model already, by the statements with which its migrations make them."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import reporting.migrations


def migration(name: str) -> ModuleType:
    """One of reporting's migrations, whose name no import statement can say."""
    path = Path(reporting.migrations.__path__[0]) / "versions" / f"{name}.py"
    spec = spec_from_file_location(f"migration_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TALLIES, OF_ALL_TIME = migration("0004_tallies"), migration("0005_tallies_of_all_time")
# One statement, for whoever can say but one.
SUMMED = f"DO $$ BEGIN {TALLIES.SUMMED}; {OF_ALL_TIME.EVER}; END $$"
# As rows lie that a consumer adds month by month, and as an old database has them after its migration.
IN_ORDER: str = OF_ALL_TIME.IN_ORDER
