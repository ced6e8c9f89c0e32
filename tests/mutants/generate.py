"""The mutants of a module: one small change each, made in the body of one function by mutmut's operators."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from types import CodeType
from typing import cast

import libcst as cst
from libcst.metadata import CodeRange, PositionProvider
from mutmut.mutation.file_mutation import Mutation, MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

SERVICES = Path("services")


@dataclass(frozen=True)
class Mutant:
    """`function` is the qualified name of what is changed, `code` what it shall do instead."""

    module: str
    function: str
    line: int
    change: str
    code: CodeType


class _Visitor(MutationVisitor):
    """mutmut's own, save that properties are changed too, and what runs at the import is not."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Param):
            return True
        if isinstance(node, cst.FunctionDef) and _is_property(node):
            return False
        return super()._skip_node_and_children(node)


def modules_of(package: str) -> list[str]:
    """The modules of a service's domain by name."""
    folder = SERVICES / package / "domain"
    return [f"{package}.domain.{path.stem}" for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]


def mutants_of(module: str) -> Iterator[Mutant]:
    path = SERVICES / f"{module.replace('.', '/')}.py"
    wrapper = cst.MetadataWrapper(cst.parse_module(path.read_text()))
    visitor = _Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    source, names = wrapper.module.code, _names(wrapper.module)
    places = wrapper.resolve(PositionProvider)
    seen = {source}
    for mutation in visitor.mutations:
        function = mutation.contained_by_top_level_function
        if not isinstance(function, cst.FunctionDef):
            continue
        changed, code = _changed(wrapper, mutation, places), None
        if changed not in seen:
            code = _code_of(compile(changed, str(path), "exec"), names[function])
        if code is not None:
            line, change = _change(source, changed)
            yield Mutant(module, names[function], line, change, code)
        seen.add(changed)


def _changed(wrapper: cst.MetadataWrapper, mutation: Mutation, places: Mapping[cst.CSTNode, CodeRange]) -> str:
    """The module's text with the mutation made."""
    place = places.get(mutation.original_node)
    if place is not None and isinstance(mutation.original_node, cst.BaseExpression):
        lines = wrapper.module.code.splitlines(keepends=True)
        before = [*lines[: place.start.line - 1], lines[place.start.line - 1][: place.start.column]]
        after = [lines[place.end.line - 1][place.end.column :], *lines[place.end.line :]]
        return "".join([*before, wrapper.module.code_for_node(mutation.mutated_node), *after])
    # Takes many times as long: the whole tree is written anew.
    return cast(cst.Module, wrapper.module.deep_replace(mutation.original_node, mutation.mutated_node)).code


def _is_property(node: cst.FunctionDef) -> bool:
    return [each.decorator.value for each in node.decorators if isinstance(each.decorator, cst.Name)] == ["property"]


def _names(module: cst.Module) -> dict[cst.FunctionDef, str]:
    names: dict[cst.FunctionDef, str] = {}
    for statement in module.body:
        if isinstance(statement, cst.FunctionDef):
            names[statement] = statement.name.value
        elif isinstance(statement, cst.ClassDef):
            for each in statement.body.body:
                if isinstance(each, cst.FunctionDef):
                    names[each] = f"{statement.name.value}.{each.name.value}"
    return names


def _code_of(code: CodeType, qualified_name: str) -> CodeType | None:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found = constant if constant.co_qualname == qualified_name else _code_of(constant, qualified_name)
            if found is not None:
                return found
    return None


def _change(before: str, after: str) -> tuple[int, str]:
    """Where the first lines differ, how they are and how they would be."""
    was, is_now = ([line.strip() for line in text.splitlines()] for text in (before, after))
    changes = SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes()
    _, at, to, new_at, new_to = next((each for each in changes if each[0] != "equal"), ("", 0, 0, 0, 0))
    return at + 1, f"{' '.join(was[at:to])}  →  {' '.join(is_now[new_at:new_to])}"
