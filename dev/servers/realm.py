"""The realm's file: the base that is right everywhere, under an overlay for the demo and the tests."""

import json
import re
from pathlib import Path
from typing import Any

_KEYS = ("clientId", "username", "name")
_PLACEHOLDER = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def merged(base: Any, overlay: Any) -> Any:
    """`overlay` over `base`: objects recursively, lists of named objects by their name, other lists replaced."""
    if isinstance(base, dict) and isinstance(overlay, dict):
        return base | {name: merged(base[name], value) if name in base else value for name, value in overlay.items()}
    if isinstance(base, list) and isinstance(overlay, list) and any(_name(item) for item in overlay):
        return _merged_lists(base, overlay)
    return overlay


def _merged_lists(base: list[Any], overlay: list[Any]) -> list[Any]:
    result = list(base)
    places = {_name(item): place for place, item in enumerate(base) if _name(item) is not None}
    for item in overlay:
        place = places.get(_name(item))
        if place is None:
            result.append(item)
        else:
            result[place] = merged(result[place], item)
    return result


def _name(item: Any) -> tuple[str, str] | None:
    if isinstance(item, dict):
        return next(((key, str(item[key])) for key in _KEYS if key in item), None)
    return None


def read(folder: Path) -> str:
    """The text that Keycloak imports, from the files in `docker/keycloak`."""
    base = json.loads((folder / "rongrian-realm.json").read_text())
    overlay = folder / "demo-overlay.json"
    whole = merged(base, json.loads(overlay.read_text())) if overlay.exists() else base
    return json.dumps(whole, ensure_ascii=False, indent=1)


def secrets_of(realm: str) -> frozenset[str]:
    """The secrets a realm names as `${NAME}`; those with a default of their own (`${NAME:value}`) are not ours."""
    return frozenset(_PLACEHOLDER.findall(realm))
