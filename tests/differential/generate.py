#!/usr/bin/env python3
"""Writes random statements in SQLAlchemy's Python over the schema of prelude.py.

usage: generate.py [SEED [COUNT]]

Each line is a JSON list: the expression that makes the statement, and the releases that know what
it uses. The same seed gives the same lines. Record them with record.py.

The file is above 500 lines because all of its parts draw from one random state and from each other.
"""
import json
import random
import sys

SCHEMA = {
    "users": {"id": "n", "name": "s", "nick": "s", "age": "n", "score": "f", "active": "b"},
    "emails": {"id": "n", "user_id": "n", "email": "s", "kind": "s"},
    "orders": {"id": "n", "user_id": "n", "amount": "n", "price": "f", "note": "s", "day": "d"},
    "nodes": {"id": "n", "parent_id": "n", "label": "s"},
}
JOINS = [("users", "emails"), ("users", "orders"), ("emails", "users"), ("orders", "users")]
ALL = ["1.3", "1.4", "2.0"]


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.versions = ALL
        self.serial = 0

    # -- small helpers
    def one(self, *items):
        return self.r.choice(items)

    def maybe(self, chance):
        return self.r.random() < chance

    def since(self, version):
        wanted = ALL[ALL.index(version):]
        self.versions = [v for v in self.versions if v in wanted]

    def name(self, stem):
        self.serial += 1
        return f"{stem}{self.serial}"

    # -- what a FROM offers: list of (expression of the FROM object, {column: type})
    def column(self, scope, kinds):
        found = [(f"{owner}.c.{c}", k) for owner, columns in scope for c, k in columns.items() if k in kinds]
        return self.r.choice(found) if found else (None, None)

    # -- values
    def number(self, scope, depth=2):
        column, kind = self.column(scope, "n")
        pick = self.r.random()
        if column is None or pick < 0.12:
            return self.one("literal(5)", "literal_column('7')", "bindparam('p', 3)", "cast('12', Integer)",
                            "literal(2, Integer)", "cast(literal_column('3'), Integer)")
        if pick < 0.45 or depth <= 0:
            return column
        other = self.one(str(self.r.randint(1, 9)), self.number(scope, depth - 1))
        if pick < 0.68:
            return f"({column} {self.one('+', '-', '*', '%', '+', '*', '/')} {other})"
        if pick < 0.72:
            return f"({self.r.randint(1, 20)} {self.one('+', '-', '*')} {column})"
        if pick < 0.75:
            return f"(-{column})"
        if pick < 0.78:
            text, _ = self.column(scope, "s")
            if text:
                return f"func.{self.one('length', 'char_length' if False else 'length')}({text})"
        if pick < 0.83:
            return f"func.coalesce({column}, {other})"
        if pick < 0.87:
            return (f"when(({self.condition(scope, depth - 1)}, {column}), else_={other})")
        if pick < 0.90:
            return f"func.abs({column})"
        if pick < 0.93:
            day, _ = self.column(scope, "d")
            if day:
                return f"extract('{self.one('year', 'month', 'day')}', {day})"
        if pick < 0.96:
            return f"{column}.op('{self.one('&', '|', '<<')}')({other})"
        return f"type_coerce({column}, Integer)"

    def string(self, scope, depth=2):
        column, _ = self.column(scope, "s")
        pick = self.r.random()
        if column is None or pick < 0.1:
            return self.one("literal('lit')", "literal_column(\"'col'\")", "bindparam('s', 'bound')",
                            "cast(42, String)")
        if pick < 0.5 or depth <= 0:
            return column
        other = self.one("'x'", "'a%'", self.string(scope, depth - 1))
        if pick < 0.66:
            return f"({column} + {other})"
        if pick < 0.72:
            return f"func.{self.one('lower', 'upper', 'trim')}({column})"
        if pick < 0.78:
            return f"func.coalesce({column}, {other})"
        if pick < 0.83:
            return f"func.substr({column}, {self.r.randint(1, 2)}, {self.r.randint(1, 3)})"
        if pick < 0.88:
            return f"cast({self.number(scope, 0)}, {self.one('String', 'String(10)', 'VARCHAR(5)', 'Unicode', 'Text')})"
        if pick < 0.92:
            return f"{column}.concat({other})"
        if pick < 0.96:
            return (f"when((\"{self.one('ann', 'x', 'home')}\", {self.one(column, repr('hit'))}), "
                    f"value={column}, else_={self.one(repr('miss'), column)})")
        return f"{column}.collate('NOCASE')"

    def value(self, scope, depth=2):
        pick = self.r.random()
        if pick < 0.5:
            return self.number(scope, depth)
        if pick < 0.85:
            return self.string(scope, depth)
        column, kind = self.column(scope, "fbd")
        if column is None:
            return self.number(scope, depth)
        if kind == "f" and self.maybe(0.5):
            return f"({column} {self.one('+', '*', '-')} {self.one('1.5', '2', self.number(scope, 0))})"
        return column

    # -- conditions
    def condition(self, scope, depth=2):
        pick = self.r.random()
        number, string = self.number(scope, min(depth, 1)), self.string(scope, min(depth, 1))
        if pick < 0.2:
            return f"({number} {self.one('==', '!=', '<', '<=', '>', '>=')} {self.one(str(self.r.randint(0, 30)), self.number(scope, 0))})"
        if pick < 0.28:
            return f"({string} {self.one('==', '!=', '<', '>')} {self.one(repr('ann'), repr('x'), self.string(scope, 0))})"
        if pick < 0.33:
            column, _ = self.column(scope, "snfb")
            return f"({column or number} {self.one('==', '!=')} None)"
        if pick < 0.36:
            column, _ = self.column(scope, "snf")
            return self.one(f"{column}.is_(None)", f"{column}.isnot(None)", f"{column}.is_(null())",
                            f"{column}.is_distinct_from({number})")
        if pick < 0.45:
            method = self.one("like", "ilike", "notlike", "notilike", "like")
            escape = self.one("", "", ", escape='/'", ", escape='\\\\'")
            return f"{string}.{method}({self.one(repr('%a%'), repr('a_/%'), repr('%'))}{escape})"
        if pick < 0.53:
            method = self.one("startswith", "endswith", "contains")
            argument = self.one("'a'", "'b%'", "'_'", self.string(scope, 0))
            auto = ", autoescape=True" if argument.startswith("'") and self.maybe(0.3) else ""
            return f"{string}.{method}({argument}{auto})"
        if pick < 0.62:
            items = [str(self.r.randint(0, 40)) for _ in range(self.one(0, 1, 2, 3, 3))]
            if items and self.maybe(0.15):
                items.append(self.number(scope, 0))
            if items and self.maybe(0.1):
                items.append("None")
            return f"{number}.{self.one('in_', 'notin_')}([{', '.join(items)}])"
        if pick < 0.65:
            return f"{string}.{self.one('in_', 'notin_')}({self.one(repr(['ann', 'x']), repr(('home',)), '[]')})"
        if pick < 0.69:
            return f"{number}.between({self.r.randint(0, 3)}, {self.one('5', number)})"
        if pick < 0.71:
            return f"~{number}.between({self.r.randint(0, 3)}, 9)"
        if pick < 0.76:
            column, _ = self.column(scope, "b")
            if column:
                return self.one(column, f"(~{column})", f"({column} == True)", f"({column} == False)",
                                f"{column}.is_(True)", f"({column} != true())", f"not_({column})")
        if pick < 0.78:
            return self.one("true()", "false()", "text('1 = 1')", "literal(True)", "(literal(1) == 1)")
        if depth <= 0:
            return f"({number} > 1)"
        a, b = self.condition(scope, depth - 1), self.condition(scope, depth - 1)
        if pick < 0.84:
            return f"and_({a}, {b})"
        if pick < 0.89:
            return f"or_({a}, {b})"
        if pick < 0.92:
            return f"not_({a})"
        if pick < 0.95:
            return f"(({a}) {self.one('&', '|')} ({b}))"
        if pick < 0.97:
            return f"and_({a}, or_({b}, {self.condition(scope, 0)}))"
        return f"~or_({a}, {b})"

    def correlated(self, outer):
        """A condition or value with a subquery that refers to the outer FROM."""
        owner, columns = self.r.choice(outer)
        inner = self.one("emails", "orders", "users", "nodes")
        if inner == owner:
            inner = "emails" if owner != "emails" else "orders"
        scope = [(inner, SCHEMA[inner])]
        link = f"({inner}.c.{self.one(*[c for c, k in SCHEMA[inner].items() if k == 'n'])} == " \
               f"{owner}.c.{self.one(*[c for c, k in columns.items() if k == 'n'])})"
        extra = f".where({self.condition(scope, 0)})" if self.maybe(0.3) else ""
        return inner, scope, link, extra

    def exists(self, outer):
        inner, scope, link, extra = self.correlated(outer)
        pick = self.r.random()
        column = self.column(scope, "ns")[0]
        if pick < 0.4:
            self.since("1.4")
            text = f"sel({column}).where({link}){extra}.exists()"
        elif pick < 0.7:
            text = f"exists(sel({column}).where({link}){extra})" if self.since("1.4") is None else ""
        else:
            self.versions = [v for v in self.versions if v != "2.0"] if self.maybe(0.3) else self.versions
            if "2.0" in self.versions:
                self.since("1.4")
                text = f"exists({column}).where({link})" if self.maybe(0.5) else f"exists().where({link})"
            else:
                text = f"exists([{column}]).where({link})"
        return self.one(text, f"(~{text})", f"not_({text})")

    def scalar(self, outer):
        inner, scope, link, extra = self.correlated(outer)
        value = self.one(f"func.count({inner}.c.id)", f"func.max({self.number(scope, 0)})",
                         f"func.min({self.string(scope, 0)})", "func.count()")
        text = f"sel({value}).where({link}){extra}"
        if self.maybe(0.2):
            owner = self.r.choice(outer)[0]
            text += self.one(f".correlate({owner})", f".correlate_except({inner})")
        if value == "func.count()":
            text = f"sel({value}).select_from({inner}).where({link}){extra}"
        return f"scalar({text})"

    # -- FROM
    def source(self):
        """(prefix of select_from or '', scope, join calls)"""
        pick = self.r.random()
        if pick < 0.45:
            table = self.one("users", "emails", "orders", "nodes")
            return "", [(table, SCHEMA[table])], ""
        if pick < 0.75:
            a, b = self.r.choice(JOINS)
            scope = [(a, SCHEMA[a]), (b, SCHEMA[b])]
            method = self.one("join", "outerjoin", "join")
            on = self.one("", f", {a}.c.id == {b}.c.id" if False else "")
            key = [c for c in SCHEMA[b] if c.endswith("_id")]
            if self.maybe(0.3):
                on = f", {a}.c.id == {b}.c.{self.one(*key)}" if key else f", {a}.c.user_id == {b}.c.id"
                if self.maybe(0.4):
                    on = f", and_({on[2:]}, {self.condition(scope, 0)})"
            if self.maybe(0.4):
                self.since("1.4")
                return "", scope, self.one(f".join_from({a}, {b}{on})", f".select_from({a}).{method}({b}{on})")
            return f".select_from({a}.{method}({b}{on}))", scope, ""
        if pick < 0.83:
            alias = self.one("users.alias('u')", "emails.alias('e')", "orders.alias()", "nodes.alias('n')")
            table = alias.split(".")[0]
            name = self.name("a")
            return "", [(f"({name})", SCHEMA[table])], f"@{name}={alias}"
        if pick < 0.9:
            a, b = self.r.choice(JOINS)
            return "", [(a, SCHEMA[a]), (b, SCHEMA[b])], "!cartesian"
        if pick < 0.95:
            name = self.name("a")
            return (f".select_from(nodes.{self.one('join', 'outerjoin')}({name}, nodes.c.parent_id == {name}.c.id))",
                    [("nodes", SCHEMA["nodes"]), (name, SCHEMA["nodes"])], f"@{name}=nodes.alias('{name}')")
        a, b, c = "users", "emails", "orders"
        return (f".select_from({a}.join({b}).outerjoin({c}, {c}.c.user_id == {a}.c.id))",
                [(t, SCHEMA[t]) for t in (a, b, c)], "")

    def select(self, columns=None, nested=False):
        """A select; `columns`: how many, for set operations."""
        bindings = []
        prefix, scope, more = self.source()
        join = ""
        if more.startswith("@"):
            bindings.append(more[1:])
        elif more.startswith("."):
            join = more
        chosen, labels = [], []
        grouped = not nested and columns is None and self.maybe(0.15)
        if grouped:
            keys = [self.column(scope, "ns")[0] for _ in range(self.one(1, 1, 2))]
            chosen = list(dict.fromkeys(keys))
            keys = list(chosen)
            for _ in range(self.one(1, 2)):
                function = self.one("count", "sum", "max", "min", "avg")
                value = f"func.{function}({self.number(scope, 1)})"
                if self.maybe(0.3):
                    value = self.one("func.count()", "func.count('*')", f"func.count(distinct({self.column(scope, 'ns')[0]}))",
                                     f"func.count({self.column(scope, 'ns')[0]}.distinct())")
                if self.maybe(0.4):
                    label = self.name("g")
                    labels.append(label)
                    value += f".label('{label}')"
                chosen.append(value)
        else:
            count = columns or self.one(1, 2, 2, 3, 4)
            for _ in range(count):
                pick = self.r.random()
                if columns is None and pick < 0.12:
                    chosen.append(self.r.choice(scope)[0])
                    continue
                if columns is None and pick < 0.2:
                    value = self.scalar(scope)
                elif columns is None and pick < 0.28:
                    value = self.window(scope)
                elif columns is not None:
                    value = self.number(scope, 1)
                else:
                    value = self.value(scope)
                if self.maybe(0.3) or columns is not None:
                    label = self.name("l") if columns is None else f"c{len(chosen)}"
                    labels.append(label)
                    value += f".label('{label}')"
                chosen.append(value)
        text = f"sel({', '.join(chosen)}){prefix}{join}"
        for _ in range(self.one(0, 0, 1, 1, 2)):
            pick = self.r.random()
            if pick < 0.12:
                text += f".where({self.exists(scope)})"
            elif pick < 0.2:
                text += f".where({self.number(scope, 0)} {self.one('<', '>=', '!=')} {self.scalar(scope)})"
            elif pick < 0.28:
                inner = self.one("users", "emails", "orders")
                column = self.column([(inner, SCHEMA[inner])], "n")[0]
                text += f".where({self.number(scope, 0)}.{self.one('in_', 'notin_')}(sel({column}).where({self.condition([(inner, SCHEMA[inner])], 0)})))"
            else:
                text += f".where({self.condition(scope)})"
        if grouped:
            text += f".group_by({', '.join(keys)})"
            if self.maybe(0.4):
                text += f".having(func.count({self.column(scope, 'ns')[0]}) {self.one('>', '<=')} {self.r.randint(0, 3)})"
        if not grouped and self.maybe(0.1):
            text += ".distinct()"
        if self.maybe(0.6):
            order = []
            for _ in range(self.one(1, 1, 2)):
                if labels and self.maybe(0.4):
                    label = self.r.choice(labels)
                    order.append(self.one(f"'{label}'", f"desc('{label}')"))
                else:
                    key = self.r.choice(keys) if grouped else self.value(scope, 0)
                    order.append(self.one(key, key, f"{key}.desc()", f"desc({key})", f"{key}.asc()",
                                          f"nullslast({key}.desc())", f"{key}.nullsfirst()"))
            text += f".order_by({', '.join(order)})"
        if self.maybe(0.2):
            text += f".limit({self.r.randint(0, 5)})"
            if self.maybe(0.4):
                text += f".offset({self.r.randint(0, 2)})"
        elif self.maybe(0.04):
            text += f".offset({self.r.randint(0, 2)})"
        if columns is None and not nested and self.maybe(0.06):
            text = f"labelled({text})"
        return self.bound(bindings, text)

    def bound(self, bindings, text):
        for binding in bindings:
            name, value = binding.split("=", 1)
            text = f"(lambda {name}: {text})({value})"
        return text

    def window(self, scope):
        function = self.one("func.row_number()", "func.rank()", f"func.sum({self.number(scope, 0)})",
                            f"func.count({self.column(scope, 'ns')[0]})", "func.dense_rank()",
                            f"func.lag({self.number(scope, 0)})")
        arguments = []
        if self.maybe(0.5):
            arguments.append(f"partition_by={self.column(scope, 'ns')[0]}")
        order = [self.column(scope, "ns")[0] for _ in range(self.one(1, 1, 2))]
        if self.maybe(0.8):
            arguments.append(f"order_by={order[0] if len(order) == 1 else '[' + ', '.join(order) + '.desc()]'}")
            if self.maybe(0.3) and "lag" not in function and "rank" not in function and "row_" not in function:
                bounds = self.one("(None, 0)", "(-1, 1)", "(0, None)", "(-2, 0)", "(None, None)")
                arguments.append(f"rows={bounds}")
        return f"{function}.over({', '.join(arguments)})"

    # -- what is built of selects
    def from_subquery(self):
        table = self.one("users", "emails", "orders")
        scope = [(table, SCHEMA[table])]
        name = self.name("q")
        kind = self.one("sub", "sub", "cte")
        pick = self.r.random()
        if pick < 0.4:
            inner = f"sel({table}.c.id, {self.number(scope, 1)}.label('v'), {self.string(scope, 1)}.label('w'))"
            columns = {"id": "n", "v": "n", "w": "s"}
        elif pick < 0.7 and table != "users":
            inner = f"sel({table}.c.user_id, func.count({table}.c.id).label('n')).group_by({table}.c.user_id)"
            columns = {"user_id": "n", "n": "n"}
        else:
            inner = f"sel({table}).where({self.condition(scope, 1)})"
            columns = SCHEMA[table]
        alias = self.one(f"'{name}'", "")
        made = f"sub({inner}{', ' + alias if alias else ''})" if kind == "sub" else f"{inner}.cte({alias})"
        inside = [(name, columns)]
        pick = self.r.random()
        if pick < 0.4:
            outer = f"sel({name}).where({self.condition(inside, 1)}).order_by({self.column(inside, 'n')[0]})"
        elif pick < 0.7:
            key = "user_id" if "user_id" in columns else "id"
            outer = (f"sel(users.c.name, {self.value(inside, 1)}).select_from("
                     f"users.{self.one('join', 'outerjoin')}({name}, users.c.id == {name}.c.{key}))"
                     f".order_by(users.c.id, {self.column(inside, 'n')[0]})")
        elif pick < 0.85:
            outer = f"sel({self.value(inside)}, {self.value(inside)}.label('z')).limit({self.r.randint(1, 4)})"
        else:
            other = self.name("r")
            outer = (f"(lambda {other}: sel({name}.c.{list(columns)[0]}, {other}.c.{list(columns)[-1]})"
                     f".where({name}.c.{list(columns)[0]} < {other}.c.{list(columns)[0]}))({name}.alias())")
        return f"(lambda {name}: {outer})({made})"

    def recursive(self):
        name = self.name("t")
        base = f"sel(nodes.c.id, nodes.c.label{self.one('', '.label(' + repr('path') + ')')}).where(nodes.c.parent_id == None)"
        column = "path" if "path" in base else "label"
        step = self.one(f"sel(nodes.c.id, nodes.c.label).where(nodes.c.parent_id == {name}.c.id)",
                        f"sel(nodes.c.id, {name}.c.{column} + '/' + nodes.c.label).where(nodes.c.parent_id == {name}.c.id)",
                        f"sel(nodes.c.id, nodes.c.label).select_from(nodes.join({name}, nodes.c.parent_id == {name}.c.id))")
        union = self.one("union_all", "union_all", "union")
        outer = self.one(f"sel({name}2)", f"sel({name}2.c.id, {name}2.c.{column}).order_by({name}2.c.id.desc())",
                         f"sel(func.count()).select_from({name}2)",
                         f"sel(nodes.c.label).where(nodes.c.id.in_(sel({name}2.c.id)))")
        return (f"(lambda {name}: (lambda {name}2: {outer})({name}.{union}({step})))"
                f"({base}.cte({self.one(repr(name), '')}{', ' if self.maybe(0) else ''}" +
                "recursive=True))").replace("cte('" + name + "'recursive", f"cte('{name}', recursive")

    def numbers_cte(self):
        name = self.name("i")
        top = self.r.randint(3, 6)
        return (f"(lambda {name}: (lambda {name}2: sel({name}2.c.x, {name}2.c.x * {self.r.randint(2, 4)})"
                f".where({name}2.c.x > {self.r.randint(0, 2)}))({name}.union_all(sel({name}.c.x + 1)"
                f".where({name}.c.x < {top}))))(sel(literal(1).label('x')).cte('{name}', recursive=True))")

    def set_operation(self):
        columns = self.one(1, 2)
        count = self.one(2, 2, 3)
        parts = []
        for _ in range(count):
            table = self.one("users", "emails", "orders", "nodes")
            scope = [(table, SCHEMA[table])]
            chosen = [self.number(scope, 1) + self.one("", f".label('c{i}')") for i in range(columns)]
            part = f"sel({', '.join(chosen)})"
            if self.maybe(0.6):
                part += f".where({self.condition(scope, 1)})"
            parts.append(part)
        parts[0] = f"sel({', '.join(f'users.c.{c}.label({c!r})' for c in ['id', 'age'][:columns])})"
        text = f"{self.one('union', 'union_all', 'intersect', 'except_', 'union')}({', '.join(parts)})"
        if self.maybe(0.2):
            text = f"{parts[0]}.{self.one('union', 'union_all', 'intersect', 'except_')}({parts[1]})"
        pick = self.r.random()
        if pick < 0.35:
            text += self.one(".order_by('id')", ".order_by(users.c.id)", ".order_by(desc('id'))",
                             ".order_by(users.c.id.desc())", ".order_by(text('1 desc'))")
        if self.maybe(0.25):
            text += f".limit({self.r.randint(1, 4)})"
        if pick > 0.7:
            name = self.name("u")
            text = self.one(f"(lambda {name}: sel({name}.c.id).order_by({name}.c.id))({text}.alias('{name}'))",
                            f"(lambda {name}: sel({name}))({text}.alias())",
                            f"(lambda {name}: sel(func.count({name}.c.id)))({text}.cte('{name}'))")
        elif pick > 0.62:
            text = f"sel(users.c.name).where(users.c.id.in_(sub({text}).select()))" if columns == 1 else text
        return text

    def plain(self):
        """Statements without a table."""
        return self.one(
            f"sel(literal({self.r.randint(1, 99)}), literal('a').label('b'))",
            f"sel(literal_column('{self.r.randint(1, 9)}').label('x'), null())",
            "sel(func.coalesce(None, 5))", "sel(text('1 AS one, 2 AS two'))",
            f"sel(bindparam('q', {self.r.randint(1, 9)}) + 1)",
            f"text('SELECT id, name FROM users WHERE id = :id').bindparams(id={self.r.randint(1, 4)})",
            f"(text('SELECT id FROM users WHERE id > :low ORDER BY id'), {{'low': {self.r.randint(0, 3)}}})",
            "text('SELECT id, day FROM orders ORDER BY id').columns(id=Integer, day=Date)",
            "text('SELECT id, day FROM orders ORDER BY id').columns(orders.c.id, orders.c.day)",
            "(lambda q: sel(q.c.id).where(q.c.id > 1))(sub(text('SELECT id, name FROM users').columns(column('id'), column('name')), 't'))",
            f"sel(column('id'), column('name')).select_from(table('users')).where(column('id') < {self.r.randint(1, 4)})",
            f"sel(text('name')).select_from(text('users')).where(text('id = {self.r.randint(1, 4)}'))",
            f"(sel(users.c.id).where(users.c.age > bindparam('age_low')), {{'age_low': {self.r.randint(20, 40)}}})",
            f"(sel(users.c.id).where(users.c.name == bindparam('n', type_=String)), {{'n': '{self.one('ann', 'bob')}'}})",
            f"(sel(users.c.id).where(users.c.id.in_(bindparam('ids', expanding=True))), {{'ids': {self.one([], [1, 2], [4])}}})",
            "sel(users.c.id, users.c.id, emails.c.id).where(users.c.id == emails.c.user_id)",
            "sel(users.c.id.label('x'), emails.c.id.label('x')).where(users.c.id == emails.c.user_id)",
            "sel(users.c.id, func.max(emails.c.id), func.max(emails.c.id)).group_by(users.c.id)",
            "only(sel(users).where(users.c.id > 2), users.c.name)",
            "sel(tuple_(users.c.id, users.c.name).in_([(1, 'ann'), (2, 'x')]))" if self.since("1.4") is None else "",
            "sel(users.c.id).where(tuple_(users.c.id, users.c.name).in_(sel(users.c.id, users.c.name)))",
            "sel(users.c.id).order_by(users.c.id.desc()).order_by(None)",
            "sel(users.c.active, cast(users.c.active, Integer), cast(users.c.age, Float))",
            "sel(func.sum(orders.c.amount), func.avg(orders.c.amount), func.total(orders.c.price))",
            "sel(func.count()).select_from(users)", "sel(func.count(users.c.id) + 1)",
            "sel(orders.c.day).where(orders.c.day > func.date('2020-06-01'))",
            "sel(func.now() != None)", "sel(users).where(users.c.id == sel(func.max(users.c.id)).correlate(None).as_scalar())" if self.versions == ["1.3"] else "sel(users.c.id)",
        )

    # -- DML
    def assignments(self, table, scope, expressions=True, ids=False):
        result = {}
        for column, kind in SCHEMA[table].items():
            if column == "id":
                if ids:
                    result[column] = str(self.r.randint(10, 99))
                continue
            if not self.maybe(0.6):
                continue
            if kind == "n":
                result[column] = str(self.r.randint(1, 4)) if column.endswith("_id") else str(self.r.randint(1, 50))
                if expressions and self.maybe(0.3):
                    result[column] = self.number(scope, 1)
            elif kind == "s":
                result[column] = repr(self.one("new", "it's", "x", None) if column not in ("name", "label") else f"v{self.r.randint(1, 99)}")
                if expressions and self.maybe(0.3) and column != "label":
                    result[column] = self.string(scope, 1)
            elif kind == "f":
                result[column] = repr(self.one(1.5, -2.0, None))
            elif kind == "b":
                result[column] = self.one("True", "False", "None")
        if table == "users" and "name" not in result:
            result["name"] = "'n'"
        return result

    def spelled(self, table, row):
        pick = self.r.random()
        if pick < 0.4:
            return ".values(" + ", ".join(f"{k}={v}" for k, v in row.items()) + ")"
        if pick < 0.7:
            return ".values({" + ", ".join(f"{k!r}: {v}" for k, v in row.items()) + "})"
        return ".values({" + ", ".join(f"{table}.c.{k}: {v}" for k, v in row.items()) + "})"

    def insert(self):
        table = self.one("users", "emails", "orders", "nodes")
        no_scope = []
        pick = self.r.random()
        head = self.one(f"{table}.insert()", f"insert({table})")
        if self.maybe(0.1):
            head += ".prefix_with('OR IGNORE')"
        if pick < 0.45:
            text = head + self.spelled(table, self.assignments(table, no_scope, self.maybe(0.5), self.maybe(0.3)))
        elif pick < 0.6:
            row = self.assignments(table, no_scope, False, False)
            rows = [{k: self.assignments(table, no_scope, False, False).get(k, v) for k, v in row.items()}
                    for _ in range(self.one(2, 3))]
            text = head + ".values([" + ", ".join("{" + ", ".join(f"{k!r}: {v}" for k, v in r.items()) + "}" for r in rows) + "])"
        elif pick < 0.75:
            source = self.one("users", "emails")
            scope = [(source, SCHEMA[source])]
            target = {"emails": ["user_id", "email"], "orders": ["user_id", "note"]}
            table = self.one("emails", "orders")
            head = f"{table}.insert()"
            names = self.one(repr(target[table]), f"[{table}.c.{target[table][0]}, {table}.c.{target[table][1]}]")
            text = f"{head}.from_select({names}, sel({source}.c.id, {self.string(scope, 1)}).where({self.condition(scope, 1)}))"
        elif pick < 0.9:
            row = self.assignments(table, no_scope, False, False)
            rows = [row] + [{k: self.assignments(table, no_scope, False, False).get(k, v) for k, v in row.items()}
                            for _ in range(self.one(0, 1, 2))]
            spelled = ["{" + ", ".join(f"{k!r}: {v}" for k, v in r.items()) + "}" for r in rows]
            return f"({head}, {spelled[0] if len(spelled) == 1 else '[' + ', '.join(spelled) + ']'})"
        else:
            scope = [("users", SCHEMA["users"])]
            text = f"{head}.values({'user_id' if table in ('emails', 'orders') else 'id'}=scalar(sel(func.max(users.c.id) + 50){self.one('', '.where(' + self.condition(scope, 0) + ')')})"
            text += ", name='z')" if table == "users" else ")"
        if "2.0" in self.versions and self.maybe(0.15):
            self.since("2.0")
            text += f".returning({self.one(f'{table}.c.id', table, f'{table}.c.id, ({table}.c.id + 1).label({chr(39)}x{chr(39)})')})"
        return text

    def conflict(self):
        self.since("1.4")
        target = self.one("nodes", "users")
        unique = "label" if target == "nodes" else "id"
        row = "id=2, label='a'" if target == "nodes" else "id=1, name='zed', age=3"
        statement = f"sqlite_insert({target}).values({row})"
        pick = self.r.random()
        if pick < 0.3:
            return statement + self.one(".on_conflict_do_nothing()", f".on_conflict_do_nothing(index_elements=['id'])",
                                        f".on_conflict_do_nothing(index_elements=[{target}.c.id])")
        other = "parent_id" if target == "nodes" else "age"
        sets = self.one(f"dict({other}=7)", f"{{'{other}': s.excluded.id}}", f"{{{target}.c.{other}: s.excluded.id + 1}}",
                        f"dict({other}={target}.c.{other} + 1)", f"dict({other}=func.coalesce(s.excluded.{other}, 9))")
        extra = self.one("", "", f", where={target}.c.id > 1", f", where=s.excluded.id < 9")
        return f"(lambda s: s.on_conflict_do_update(index_elements=['id'], set_={sets}{extra}))({statement})"

    def update(self):
        table = self.one("users", "emails", "orders", "nodes")
        scope = [(table, SCHEMA[table])]
        row = {k: v for k, v in self.assignments(table, scope).items() if k != "label"}
        if not row:
            row = {list(SCHEMA[table])[1]: "1"}
        if self.maybe(0.15) and table in ("emails", "orders"):
            row["user_id"] = self.scalar(scope)
        head = self.one(f"{table}.update()", f"update({table})")
        text = head
        where = ""
        for _ in range(self.one(0, 1, 1, 2)):
            pick = self.r.random()
            if pick < 0.15:
                where += f".where({self.exists(scope)})"
            elif pick < 0.3:
                where += f".where({table}.c.id.in_(sel(func.max(users.c.id)){'' if table != 'users' else '.correlate(None)'}))"
            else:
                where += f".where({self.condition(scope, 1)})"
        values = self.spelled(table, row)
        text += self.one(where + values, values + where)
        if self.maybe(0.1):
            self.since("1.4")
            text = f"{head}.ordered_values({', '.join(f'({k!r}, {v})' for k, v in sorted(row.items(), reverse=True))}){where}"
        if "2.0" in self.versions and self.maybe(0.1):
            self.since("2.0")
            text += f".returning({table}.c.id)"
        return text

    def delete(self):
        table = self.one("users", "emails", "orders", "nodes")
        scope = [(table, SCHEMA[table])]
        text = self.one(f"{table}.delete()", f"delete({table})")
        for _ in range(self.one(0, 1, 1, 2)):
            pick = self.r.random()
            if pick < 0.2:
                text += f".where({self.exists(scope)})"
            elif pick < 0.35:
                text += f".where({table}.c.id == {self.scalar(scope)})"
            else:
                text += f".where({self.condition(scope, 1)})"
        if "2.0" in self.versions and self.maybe(0.1):
            self.since("2.0")
            text += f".returning({self.one(table, table + '.c.id')})"
        return text

    def statement(self):
        self.versions = list(ALL)
        self.serial = 0
        pick = self.r.random()
        if pick < 0.5:
            text = self.select()
        elif pick < 0.62:
            text = self.from_subquery()
        elif pick < 0.65:
            text = self.recursive()
        elif pick < 0.66:
            text = self.numbers_cte()
        elif pick < 0.74:
            text = self.set_operation()
        elif pick < 0.79:
            text = self.plain()
        elif pick < 0.88:
            text = self.insert()
        elif pick < 0.9:
            text = self.conflict()
        elif pick < 0.96:
            text = self.update()
        else:
            text = self.delete()
        return text, self.versions


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2200
    generator = Generator(seed)
    seen = set()
    while len(seen) < count:
        text, versions = generator.statement()
        if text in seen or not versions or len(text) > 600:
            continue
        seen.add(text)
        print(json.dumps([text, versions]))


main()
