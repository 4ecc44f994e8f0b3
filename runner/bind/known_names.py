#!/usr/bin/env python3
"""Writes known_names.cpp: the public names of SQLAlchemy's modules and classes.

    runner/bind/known_names.py PYTHONPATH [PYTHONPATH ...] > runner/bind/known_names.cpp

Each argument is a folder that holds one release of the `sqlalchemy` package, the oldest first.
"""
import json
import os
import subprocess
import sys

GATHER = r'''
import importlib, json, types, warnings
warnings.simplefilter("ignore")
modules = """sqlalchemy sqlalchemy.orm sqlalchemy.exc sqlalchemy.orm.exc sqlalchemy.types sqlalchemy.schema
sqlalchemy.sql sqlalchemy.sql.expression sqlalchemy.sql.functions sqlalchemy.engine sqlalchemy.ext.declarative
sqlalchemy.ext.hybrid sqlalchemy.ext.associationproxy sqlalchemy.ext.mutable sqlalchemy.ext.orderinglist
sqlalchemy.ext.automap sqlalchemy.ext.compiler sqlalchemy.ext.asyncio sqlalchemy.pool sqlalchemy.event
sqlalchemy.inspection sqlalchemy.future sqlalchemy.orm.session sqlalchemy.orm.collections
sqlalchemy.orm.attributes sqlalchemy.dialects.sqlite sqlalchemy.dialects.postgresql sqlalchemy.dialects.mysql
sqlalchemy.dialects sqlalchemy.util sqlalchemy.sql.elements sqlalchemy.sql.selectable sqlalchemy.sql.ddl
sqlalchemy.sql.schema sqlalchemy.sql.dml sqlalchemy.sql.sqltypes sqlalchemy.sql.compiler sqlalchemy.sql.visitors
sqlalchemy.sql.util sqlalchemy.sql.coercions sqlalchemy.sql.roles
sqlalchemy.dialects.mssql sqlalchemy.dialects.oracle sqlalchemy.engine.base sqlalchemy.engine.default
sqlalchemy.engine.reflection sqlalchemy.engine.url sqlalchemy.ext.declarative.api sqlalchemy.orm.base
sqlalchemy.orm.decl_api sqlalchemy.orm.descriptor_props sqlalchemy.orm.interfaces sqlalchemy.orm.properties
sqlalchemy.orm.query sqlalchemy.orm.strategy_options sqlalchemy.orm.util sqlalchemy.sql.base""".split()
found = {}
for name in modules:
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    found[name] = [n for n in dir(module) if not n.startswith("_")
                   and not isinstance(getattr(module, n), types.ModuleType)
                   and str(getattr(getattr(module, n), "__module__", "sqlalchemy")).startswith("sqlalchemy")]
import sqlalchemy as sa
from sqlalchemy import engine, orm, sql
def first(*candidates):
    for holder, name in candidates:
        if hasattr(holder, name):
            return getattr(holder, name)
classes = {
    "Engine": sa.engine.Engine, "Connection": sa.engine.Connection, "Session": orm.Session, "Query": orm.Query,
    "sessionmaker": orm.sessionmaker, "MetaData": sa.MetaData, "Table": sa.Table, "Column": sa.Column,
    "Mapper": importlib.import_module("sqlalchemy.orm.mapper").Mapper,
    "InstanceState": importlib.import_module("sqlalchemy.orm.state").InstanceState,
    "ORMExecuteState": first((orm, "ORMExecuteState")),
    "Result": first((engine, "CursorResult"), (engine, "ResultProxy")),
    "Row": first((engine, "Row"), (engine, "RowProxy")),
    "Select": sql.Select, "Insert": sql.Insert, "Update": sql.Update, "Delete": sql.Delete, "Alias": sql.Alias,
    "ColumnElement": sql.ColumnElement, "TextClause": sql.elements.TextClause, "Label": sql.elements.Label,
    "Function": sql.functions.Function, "Over": sql.elements.Over, "Case": sql.elements.Case,
    "Cast": sql.elements.Cast, "Exists": sql.selectable.Exists, "CompoundSelect": sql.selectable.CompoundSelect,
    "CTE": sql.selectable.CTE, "Join": sql.selectable.Join, "FromClause": sql.selectable.FromClause,
    "ScalarSelect": first((sql.selectable, "ScalarSelect")), "Subquery": first((sql.selectable, "Subquery")),
}
for name, cls in classes.items():
    if cls is not None:
        found["class " + name] = [n for n in dir(cls) if not n.startswith("_")]
# The rest of the package: inner modules, whose names most programs import from elsewhere.
import pkgutil
for info in pkgutil.walk_packages(sa.__path__, "sqlalchemy.", onerror=lambda name: None):
    name = info.name
    left_out = ("._", ".testing", ".connectors", ".provision", "cext", "cresult", "cutil", "cproc", ".plugin")
    if name in found or any(part in name for part in left_out):
        continue
    found[name] = []
print(json.dumps(found))
'''

HEAD = '''// Names that SQLAlchemy has, and in which releases: one which is not bound here is refused by its
// name instead of looking like a mistake of the lesson, and one that is bound is missing where the
// release has none. Written by known_names.py from the public names of 1.3, 1.4 and 2.0; a table, so
// its length does not matter.
#include "runner/bind/known_names.h"

#include <orm/profile.h>

#include <string>

namespace lessonrun::bind {

namespace {

// Names that an owner has in the same releases.
struct Known {
  std::string_view owner;
  Releases releases;
  std::string_view names;  // separated and ended by a space; empty for an inner module
};

'''

TAIL = '''
bool contains(std::string_view names, std::string_view name) {
  for (size_t at = names.find(name); at != std::string_view::npos; at = names.find(name, at + 1)) {
    bool starts = at == 0 || names[at - 1] == ' ';
    size_t end = at + name.size();
    if (starts && end < names.size() && names[end] == ' ') return true;
  }
  return false;
}

}  // namespace

Releases release_of(const orm::Profile& profile) {
  return profile.select_list_style ? 1 : profile.typed_names ? 4 : 2;
}

Releases releases_with(std::string_view module) {
  Releases found = 0;
  for (const Known& known : kModules) {
    if (known.owner == module) found |= known.releases;
  }
  return found;
}

Releases releases_with(std::string_view module, std::string_view name) {
  for (const Known& known : kModules) {
    if (known.owner == module && contains(known.names, name)) return known.releases;
  }
  return releases_with(std::string(module) + "." + std::string(name));
}

Releases releases_with_attribute(std::string_view cls, std::string_view name) {
  for (const Known& known : kClasses) {
    if (known.owner == cls && contains(known.names, name)) return known.releases;
  }
  return 0;
}

bool is_inner(std::string_view module) {
  for (const Known& known : kModules) {
    if (known.owner == module) return known.names.empty();
  }
  return false;
}

std::vector<std::string_view> known_modules(Releases releases) {
  std::vector<std::string_view> names;
  for (const Known& known : kModules) {
    if (known.names.empty() || (known.releases & releases) == 0) continue;
    if (names.empty() || names.back() != known.owner) names.push_back(known.owner);
  }
  return names;
}

}  // namespace lessonrun::bind
'''


def literal(names):
    """The names as adjacent string literals of a line each."""
    lines, line = [], ""
    for name in sorted(names):
        if len(line) + len(name) + 1 > 84:
            lines.append(line)
            line = ""
        line += name + " "
    return "\n     ".join('"%s"' % text for text in lines + [line])


def table(title, owners):
    """A row for each owner and set of releases."""
    rows = []
    for owner, names in sorted(owners.items()):
        groups = {}
        for name, releases in names.items():
            groups.setdefault(releases, []).append(name)
        for releases, group in sorted(groups.items()):
            rows.append('    {"%s", %d,\n     %s},' % (owner, releases, literal(filter(None, group))))
    return "constexpr Known %s[] = {\n%s\n};\n" % (title, "\n".join(rows))


def main():
    modules, classes = {}, {}
    for number, path in enumerate(sys.argv[1:]):
        output = subprocess.run([sys.executable, "-c", GATHER], env=dict(os.environ, PYTHONPATH=path), check=True,
                                stdout=subprocess.PIPE).stdout
        for owner, names in json.loads(output).items():
            is_class = owner.startswith("class ")
            known = (classes if is_class else modules).setdefault(owner[6:] if is_class else owner, {})
            for name in names or [""]:  # an inner module has one row without names
                known[name] = known.get(name, 0) | 1 << number
    sys.stdout.write(HEAD + table("kModules", modules) + "\n" + table("kClasses", classes) + TAIL)


if __name__ == "__main__":
    main()
