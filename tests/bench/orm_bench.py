"""What the ORM costs: objects inserted, selected, got, updated, flushed and loaded along a relationship.

The same text is a program for Python with the installed SQLAlchemy and a lesson for lessonrun, so that both do
the same. `rows` objects each; the first argument of the program says how many (a lesson has its text changed).
Prints `what<TAB>seconds`. The floor, the same SQL through the C API, is orm_bench.cpp.
"""
import sys
import time

from sqlalchemy import Column, Float, ForeignKey, Integer, String, create_engine, select
from sqlalchemy.orm import Session, declarative_base, joinedload, relationship, selectinload

rows = 100000
if len(sys.argv) > 1 and sys.argv[1].isdigit():
    rows = int(sys.argv[1])
Base = declarative_base()


class Item(Base):
    __tablename__ = "item"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    price = Column(Float)


class Box(Base):
    __tablename__ = "box"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    parts = relationship("Part", back_populates="box")


class Part(Base):
    __tablename__ = "part"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    box_id = Column(ForeignKey("box.id"))
    box = relationship("Box", back_populates="parts")


def measure(name, work):
    begin = time.perf_counter()
    kept = work()
    print("%s\t%.9f" % (name, time.perf_counter() - begin))
    return kept


def insert():
    session.add_all([Item(id=i, name="item number %d" % i, price=i * 0.25) for i in range(1, rows + 1)])
    session.commit()


def get():
    for i in range(1, rows + 1):
        session.get(Item, i * 7919 % rows + 1)


def update():
    for item in items:
        item.price = 1.5
    session.commit()


def flush():
    for i in range(rows // 10):
        box = Box(id=i + 1, name="box")
        box.parts = [Part(id=i * 10 + j + 1, name="part") for j in range(10)]
        session.add(box)
    session.commit()


def select_items():
    return session.execute(select(Item)).scalars().all()


def joined():
    return session.execute(select(Box).options(joinedload(Box.parts))).unique().scalars().all()


def selectin():
    return session.execute(select(Box).options(selectinload(Box.parts))).scalars().all()


engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
session = Session(engine)
measure("insert", insert)
session.expunge_all()
items = measure("select", select_items)
measure("update", update)
items = None
session.expunge_all()
measure("get", get)
session.expunge_all()
measure("relationship flush", flush)
session.expunge_all()
boxes = measure("joined", joined)
assert sum(len(box.parts) for box in boxes) == rows
boxes = None
session.expunge_all()
boxes = measure("selectin", selectin)
assert sum(len(box.parts) for box in boxes) == rows
