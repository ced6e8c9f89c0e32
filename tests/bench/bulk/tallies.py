"""The sums of cases that lie in the read model already, by the statement with which its migration makes them."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import reporting.migrations


def _migration() -> ModuleType:
    path = Path(reporting.migrations.__path__[0]) / "versions" / "0004_tallies.py"
    spec = spec_from_file_location("tallies_migration", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_SUMS = ", ".join(f"coalesce(sum(step) FILTER (WHERE name = '{name}'), 0)" for name in _migration()._SUMS)
SUMMED: str = _migration().SUMMED.replace("SUMS", _SUMS)
