# The schema, the data and the helpers that the statements of cases.jsonl are written with. It runs
# under the real SQLAlchemy when statements are recorded and in lessonrun's interpreter when they
# are compared. VERSION and MARK, a function that notes the end of the statement's own SQL, are set before.
from sqlalchemy import *

if VERSION != "1.3":
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert
VERSION_1_3 = VERSION == "1.3"
metadata = MetaData()
users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(30), nullable=False),
    Column("nick", String),
    Column("age", Integer),
    Column("score", Float),
    Column("active", Boolean),
)
emails = Table(
    "emails", metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id")),
    Column("email", String(50)),
    Column("kind", String(10), server_default="home"),
)
orders = Table(
    "orders", metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id")),
    Column("amount", Integer, default=1),
    Column("price", Float),
    Column("note", String, default="none", onupdate="changed"),
    Column("day", Date),
)
nodes = Table(
    "nodes", metadata,
    Column("id", Integer, primary_key=True),
    Column("parent_id", Integer, ForeignKey("nodes.id")),
    Column("label", String(10), unique=True),
)
TABLES = {"users": users, "emails": emails, "orders": orders, "nodes": nodes}

engine = create_engine("sqlite://")


def fill():
    from datetime import date
    metadata.create_all(engine)
    with engine.begin() as c:
        c.execute(users.insert(), [
            {"id": 1, "name": "ann", "nick": "A", "age": 30, "score": 1.5, "active": True},
            {"id": 2, "name": "bob", "nick": None, "age": 25, "score": 2.25, "active": False},
            {"id": 3, "name": "Cy", "nick": "b%", "age": None, "score": None, "active": True},
            {"id": 4, "name": "dee", "nick": "d_x", "age": 41, "score": -3.0, "active": None},
        ])
        c.execute(emails.insert(), [
            {"id": 1, "user_id": 1, "email": "ann@a.org", "kind": "home"},
            {"id": 2, "user_id": 1, "email": "ann@b.org", "kind": "work"},
            {"id": 3, "user_id": 3, "email": "cy@a.org", "kind": "home"},
            {"id": 4, "user_id": None, "email": None, "kind": "work"},
        ])
        c.execute(orders.insert(), [
            {"id": 1, "user_id": 1, "amount": 3, "price": 9.5, "note": "x", "day": date(2020, 1, 31)},
            {"id": 2, "user_id": 1, "amount": 1, "price": 20.0, "note": None, "day": date(2021, 6, 1)},
            {"id": 3, "user_id": 2, "amount": 7, "price": 0.25, "note": "y", "day": None},
            {"id": 4, "user_id": 4, "amount": 2, "price": None, "note": "x", "day": date(2020, 12, 24)},
            {"id": 5, "user_id": 4, "amount": 5, "price": 5.0, "note": "z", "day": date(2022, 2, 2)},
        ])
        c.execute(nodes.insert(), [
            {"id": 1, "parent_id": None, "label": "root"},
            {"id": 2, "parent_id": 1, "label": "a"},
            {"id": 3, "parent_id": 1, "label": "b"},
            {"id": 4, "parent_id": 2, "label": "aa"},
        ])


# One spelling for what the releases spell differently.
def sel(*columns):
    return select(list(columns)) if VERSION_1_3 else select(*columns)


def sub(query, name=None):
    return query.alias(name) if VERSION_1_3 else query.subquery(name)


def scalar(query):
    return query.as_scalar() if VERSION_1_3 else query.scalar_subquery()


def when(*pairs, else_=None, value=None):
    if VERSION_1_3:
        return case(list(pairs), else_=else_, value=value)
    return case(*pairs, else_=else_, value=value)


def labelled(query):
    if VERSION == "2.0":
        return query.set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    return query.apply_labels()


def only(query, *columns):
    return query.with_only_columns(list(columns)) if VERSION_1_3 else query.with_only_columns(*columns)


def show(make):
    """The statement's text, and its rows (of DML: of the table it changes) or its error."""
    try:
        statement = make()
        params = []
        if isinstance(statement, tuple):
            statement, params = statement
        shown = str(statement)
    except Exception as error:
        return "!" + type(error).__name__ + ": " + str(error), ""
    table = getattr(statement, "table", None)
    try:
        with engine.connect() as connection:
            transaction = connection.begin()
            try:
                result = connection.execute(statement, params) if params else connection.execute(statement)
                rows = [tuple(row) for row in result] if result.returns_rows else result.rowcount
                MARK()
                if table is not None:
                    rows = (rows, [tuple(row) for row in connection.execute(sel(table).order_by(table.c.id))])
            finally:
                transaction.rollback()
    except Exception as error:
        return shown, "!" + type(error).__name__ + ": " + str(error)
    return shown, repr(rows)
