"""What tests/bench/core_bench.cpp measures of our Core, done with the installed SQLAlchemy.

Prints `name<TAB>seconds`, medians; the rows and the statement are the same.
"""
import statistics
import sys
import time

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, create_engine, func, insert, select

ROWS = 100000
COMPILES = 300
metadata = MetaData()
item = Table("item", metadata, Column("id", Integer, primary_key=True), Column("name", String), Column("price", Float))
times = {}


def timed(name, work, divisor=1):
    begin = time.perf_counter()
    work()
    times.setdefault(name, []).append((time.perf_counter() - begin) / divisor)


def ten_clauses():
    return (
        select(item.c.name, func.count(item.c.id).label("n"), func.sum(item.c.price).label("total"))
        .select_from(item)
        .where(item.c.price > 10)
        .where(item.c.name.like("item%"))
        .where(item.c.id.in_([1, 2, 3, 4]))
        .group_by(item.c.name)
        .having(func.count(item.c.id) >= 1)
        .order_by(item.c.name.desc())
        .limit(10)
        .offset(5)
    )


def once(rows):
    engine = create_engine("sqlite://")
    metadata.create_all(engine)

    def insert_rows():
        with engine.begin() as connection:
            connection.execute(insert(item), rows)

    timed("insert SQLAlchemy", insert_rows)
    with engine.connect() as connection:
        timed("select SQLAlchemy", lambda: connection.execute(select(item)).all())
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:

        def cached():
            for _ in range(COMPILES):
                connection.execute(ten_clauses()).all()

        def compiled():
            for _ in range(COMPILES):
                engine.clear_compiled_cache()
                connection.execute(ten_clauses()).all()

        timed("compile SQLAlchemy", compiled, COMPILES)
        timed("cached SQLAlchemy", cached, COMPILES)


def main():
    rows = [{"id": i, "name": "item number %d" % i, "price": i * 0.25} for i in range(1, ROWS + 1)]
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
        once(rows)
    for name in sorted(times):
        print("%s\t%.9f" % (name, statistics.median(times[name])))


main()
