"""Random object graphs, compared with a model that knows nothing of SQLAlchemy.

Six mapped classes with every kind of relationship are edited at random: objects are added,
changed, moved, merged and deleted, in transactions and savepoints that end either way. After each
flush the tables must hold what the model says, after each commit a fresh session must read back
the same graph. The same file runs under the real SQLAlchemy: python3 random_graphs.py COUNT
It is above 500 lines because it is copied beside a lesson and imported as one module.
"""
from sqlalchemy import Column, ForeignKey, Integer, String, Table, create_engine, text
from sqlalchemy.orm import Session, relationship

try:
    from sqlalchemy.orm import declarative_base
except ImportError:
    from sqlalchemy.ext.declarative import declarative_base

Base = declarative_base()

book_tag = Table(
    "book_tag",
    Base.metadata,
    Column("book_id", ForeignKey("book.id"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id"), primary_key=True),
)


class Author(Base):
    __tablename__ = "author"
    id = Column(Integer, primary_key=True)
    uid = Column(Integer, nullable=False, unique=True)
    name = Column(String)
    books = relationship("Book", back_populates="author")
    profile = relationship(
        "Profile", back_populates="author", uselist=False, cascade="all, delete-orphan"
    )


class Profile(Base):
    __tablename__ = "profile"
    id = Column(Integer, primary_key=True)
    uid = Column(Integer, nullable=False, unique=True)
    name = Column(String)
    author_id = Column(ForeignKey("author.id"), nullable=False)
    author = relationship("Author", back_populates="profile")


class Category(Base):
    __tablename__ = "category"
    id = Column(Integer, primary_key=True)
    uid = Column(Integer, nullable=False, unique=True)
    name = Column(String)
    parent_id = Column(ForeignKey("category.id"))
    parent = relationship("Category", back_populates="children", remote_side=[id])
    children = relationship("Category", back_populates="parent")
    books = relationship("Book", back_populates="category", collection_class=set)


class Book(Base):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
    uid = Column(Integer, nullable=False, unique=True)
    name = Column(String)
    author_id = Column(ForeignKey("author.id"))
    category_id = Column(ForeignKey("category.id"))
    author = relationship("Author", back_populates="books")
    category = relationship("Category", back_populates="books")
    chapters = relationship(
        "Chapter", back_populates="book", cascade="all, delete-orphan", order_by="Chapter.uid"
    )
    tags = relationship("Tag", secondary=book_tag, back_populates="books")


class Chapter(Base):
    __tablename__ = "chapter"
    id = Column(Integer, primary_key=True)
    uid = Column(Integer, nullable=False, unique=True)
    name = Column(String)
    book_id = Column(ForeignKey("book.id"), nullable=False)
    book = relationship("Book", back_populates="chapters")


class Tag(Base):
    __tablename__ = "tag"
    id = Column(Integer, primary_key=True)
    uid = Column(Integer, nullable=False, unique=True)
    name = Column(String)
    books = relationship("Book", secondary=book_tag, back_populates="tags")


CLASSES = {
    "author": Author,
    "profile": Profile,
    "category": Category,
    "book": Book,
    "chapter": Chapter,
    "tag": Tag,
}


class Random:
    """The same numbers everywhere."""

    def __init__(self, seed):
        self.state = seed * 2654435761 % 4294967296 + 1

    def below(self, limit):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % limit

    def one_of(self, values):
        return values[self.below(len(values))] if values else None


class Model:
    """What the database should hold: rows by uid, references by uid."""

    def __init__(self):
        self.rows = {}  # uid -> [kind, name]
        self.up = {}  # (uid, attribute) -> uid: author, category, parent, book
        self.tags = set()  # (book, tag)

    def copy(self):
        other = Model()
        other.rows = {uid: list(row) for uid, row in self.rows.items()}
        other.up = dict(self.up)
        other.tags = set(self.tags)
        return other

    def uids(self, kind):
        return sorted(uid for uid, row in self.rows.items() if row[0] == kind)

    def below(self, uid, attribute):
        """Those whose reference of that name is this one."""
        return sorted(u for (u, name), to in self.up.items() if name == attribute and to == uid)

    def refer(self, uid, attribute, to):
        if to is None:
            self.up.pop((uid, attribute), None)
        else:
            self.up[uid, attribute] = to

    def delete(self, uid):
        kind = self.rows.pop(uid)[0]
        for attribute, owned in (("author", "profile"), ("book", "chapter")):
            for other in self.below(uid, attribute):
                if self.rows[other][0] == owned:
                    self.delete(other)
                else:
                    self.refer(other, attribute, None)
        for attribute in ("category", "parent"):
            for other in self.below(uid, attribute):
                self.refer(other, attribute, None)
        for attribute in ("author", "category", "parent", "book"):
            self.refer(uid, attribute, None)
        self.tags = {pair for pair in self.tags if uid not in pair}

    def is_above(self, uid, other):
        while other is not None:
            if other == uid:
                return True
            other = self.up.get((other, "parent"))
        return False


REFERENCES = {
    "author": (),
    "tag": (),
    "profile": ("author",),
    "chapter": ("book",),
    "category": ("parent",),
    "book": ("author", "category"),
}
TARGETS = {"author": "author", "book": "book", "parent": "category", "category": "category"}


class Graph:
    def __init__(self, engine, seed):
        self.engine = engine
        self.random = Random(seed)
        self.model = Model()
        self.committed = self.model.copy()
        self.session = Session(engine)
        self.objects = {}
        self.last = 0
        self.log = []

    # ---- what the tables say

    def check_rows(self):
        where = "\n".join(self.log[-12:])
        uid_of = {}
        rows = {}
        tables = {}
        for kind in CLASSES:
            names = ["id", "uid", "name"] + [name + "_id" for name in REFERENCES[kind]]
            statement = "SELECT " + ", ".join(names) + " FROM " + kind
            tables[kind] = [tuple(row) for row in self.session.execute(text(statement))]
            for row in tables[kind]:
                uid_of[kind, row[0]] = row[1]
                rows[row[1]] = [kind, row[2]]
        assert rows == self.model.rows, (rows, self.model.rows, where)
        up = {}
        for kind in CLASSES:
            for row in tables[kind]:
                for name, to in zip(REFERENCES[kind], row[3:]):
                    if to is not None:
                        up[row[1], name] = uid_of[TARGETS[name], to]
        assert up == self.model.up, (up, self.model.up, where)
        pairs = self.session.execute(text("SELECT book_id, tag_id FROM book_tag"))
        tags = {(uid_of["book", book], uid_of["tag", tag]) for book, tag in pairs}
        assert tags == self.model.tags, (tags, self.model.tags, where)
        broken = self.session.execute(text("PRAGMA foreign_key_check")).fetchall()
        assert not broken, (broken, where)

    # ---- what the objects say

    def check_objects(self, session):
        where = "\n".join(self.log[-12:])
        model = self.model
        found = {}
        for kind, cls in CLASSES.items():
            for one in session.query(cls).order_by(cls.uid):
                found[one.uid] = one
                assert model.rows[one.uid] == [kind, one.name], where
        assert sorted(found) == sorted(model.rows), where

        def uids(several):
            return sorted(one.uid for one in several)

        for uid, one in found.items():
            kind = model.rows[uid][0]
            for name in REFERENCES[kind]:
                other = getattr(one, name)
                assert (other and other.uid) == model.up.get((uid, name)), (uid, name, where)
            if kind == "author":
                below = model.below(uid, "author")
                books = [other for other in below if model.rows[other][0] == "book"]
                assert uids(one.books) == books, (uid, where)
                profile = [other for other in below if model.rows[other][0] == "profile"]
                assert ([one.profile.uid] if one.profile else []) == profile, (uid, where)
            elif kind == "category":
                assert uids(one.children) == model.below(uid, "parent"), (uid, where)
                assert uids(one.books) == model.below(uid, "category"), (uid, where)
            elif kind == "book":
                assert [c.uid for c in one.chapters] == model.below(uid, "book"), (uid, where)
                assert uids(one.tags) == sorted(t for b, t in model.tags if b == uid), (uid, where)
            elif kind == "tag":
                assert uids(one.books) == sorted(b for b, t in model.tags if t == uid), (uid, where)
        return found

    # ---- edits

    def new(self, kind, **attributes):
        self.last += 1
        name = kind + str(self.random.below(100))
        self.model.rows[self.last] = [kind, name]
        one = CLASSES[kind](uid=self.last, name=name, **attributes)
        self.objects[self.last] = one
        self.log.append("new %s %d" % (kind, self.last))
        return self.last, one

    def pick(self, kind):
        return self.random.one_of(self.model.uids(kind))

    def add(self):
        kind = self.random.one_of(["author", "book", "book", "tag", "category"])
        uid, one = self.new(kind)
        if kind == "book":
            author = self.pick("author")
            if author is not None and self.random.below(2):
                self.objects[author].books.append(one)
                self.model.refer(uid, "author", author)
        self.session.add(one)

    def rename(self):
        uid = self.random.one_of(sorted(self.model.rows))
        if uid is None:
            return
        name = "name%d" % self.random.below(100)
        self.log.append("rename %d %s" % (uid, name))
        self.objects[uid].name = name
        self.model.rows[uid][1] = name

    def move_book(self):
        book, author = self.pick("book"), self.pick("author")
        if book is None:
            return
        if self.random.below(4) == 0:
            author = None
        self.log.append("move book %d to author %r" % (book, author))
        one = self.objects[book]
        if author is not None and self.random.below(2):
            if one not in self.objects[author].books:
                self.objects[author].books.append(one)
        elif author is None and one.author is not None and self.random.below(2):
            one.author.books.remove(one)
        else:
            one.author = None if author is None else self.objects[author]
        self.model.refer(book, "author", author)

    def sort_book(self):
        book, category = self.pick("book"), self.pick("category")
        if book is None or category is None:
            return
        self.log.append("sort book %d into %d" % (book, category))
        one, into = self.objects[book], self.objects[category]
        if self.random.below(3) == 0 and one in into.books:
            into.books.discard(one)
            self.model.refer(book, "category", None)
            return
        if self.random.below(2):
            into.books.add(one)
        else:
            one.category = into
        self.model.refer(book, "category", category)

    def tag_book(self):
        book, tag = self.pick("book"), self.pick("tag")
        if book is None or tag is None:
            return
        self.log.append("tag book %d with %d" % (book, tag))
        one, label = self.objects[book], self.objects[tag]
        if (book, tag) in self.model.tags:
            if self.random.below(2):
                one.tags.remove(label)
            else:
                label.books.remove(one)
            self.model.tags.discard((book, tag))
        else:
            if self.random.below(2):
                one.tags.append(label)
            else:
                label.books.append(one)
            self.model.tags.add((book, tag))

    def replace_tags(self):
        book = self.pick("book")
        if book is None:
            return
        chosen = [uid for uid in self.model.uids("tag") if self.random.below(2)]
        self.log.append("tags of book %d are %r" % (book, chosen))
        self.objects[book].tags = [self.objects[uid] for uid in chosen]
        self.model.tags = {pair for pair in self.model.tags if pair[0] != book}
        self.model.tags.update((book, uid) for uid in chosen)

    def grow_tree(self):
        child, parent = self.pick("category"), self.pick("category")
        if child is None or self.model.is_above(child, parent):
            parent = None
        if child is None:
            return
        # Moves up and down the tree in one flush may be a cycle for the unit of work.
        self.flush()
        self.log.append("category %d below %r" % (child, parent))
        one = self.objects[child]
        if parent is None:
            one.parent = None
        elif self.random.below(2):
            one.parent = self.objects[parent]
        elif one not in self.objects[parent].children:
            self.objects[parent].children.append(one)
        self.model.refer(child, "parent", parent)

    def replace_profile(self):
        author = self.pick("author")
        if author is None:
            return
        old = [u for u in self.model.below(author, "author") if self.model.rows[u][0] == "profile"]
        for uid in old:
            self.model.delete(uid)
            del self.objects[uid]
        if self.random.below(4) == 0:
            self.log.append("no profile for author %d" % author)
            self.objects[author].profile = None
        else:
            uid, one = self.new("profile")
            self.objects[author].profile = one
            self.model.refer(uid, "author", author)
        self.flush()

    def write_chapter(self):
        book = self.pick("book")
        if book is None:
            return
        uid, one = self.new("chapter")
        if self.random.below(2):
            self.objects[book].chapters.append(one)
        else:
            one.book = self.objects[book]
            self.session.add(one)
        self.model.refer(uid, "book", book)

    def move_chapter(self):
        chapter, book = self.pick("chapter"), self.pick("book")
        if chapter is None:
            return
        # A pending chapter that leaves its book would leave the session, too.
        self.flush()
        self.log.append("move chapter %d to book %d" % (chapter, book))
        if self.random.below(2):
            self.objects[chapter].book = self.objects[book]
        elif self.objects[chapter] not in self.objects[book].chapters:
            self.objects[book].chapters.append(self.objects[chapter])
        self.model.refer(chapter, "book", book)

    def cut_chapter(self):
        chapter = self.pick("chapter")
        if chapter is None:
            return
        self.log.append("cut chapter %d" % chapter)
        one = self.objects.pop(chapter)
        one.book.chapters.remove(one)
        self.model.delete(chapter)
        self.flush()

    def delete(self):
        uid = self.random.one_of(sorted(self.model.rows))
        if uid is None:
            return
        self.log.append("delete %s %d" % (self.model.rows[uid][0], uid))
        self.flush()
        self.session.delete(self.objects[uid])
        self.model.delete(uid)
        self.flush()
        # What others remember of it is stale, as documented.
        self.session.expire_all()
        self.objects = {u: one for u, one in self.objects.items() if u in self.model.rows}

    def merge(self):
        uid = self.random.one_of(sorted(self.model.rows))
        if uid is None:
            return
        self.flush()
        one = self.objects[uid]
        name = "merged%d" % self.random.below(100)
        self.log.append("merge %d %s" % (uid, name))
        given = type(one)(id=one.id, uid=uid, name=name)
        assert self.session.merge(given) is one
        self.model.rows[uid][1] = name

    def expire(self):
        self.flush()
        self.log.append("expire")
        self.session.expire_all()

    # ---- ends

    def flush(self):
        self.session.flush()
        self.check_rows()

    def find_again(self):
        self.objects = {}
        for cls in CLASSES.values():
            for one in self.session.query(cls):
                self.objects[one.uid] = one
        self.last = max([self.last] + list(self.objects))

    def commit(self):
        self.log.append("commit")
        self.session.commit()
        self.committed = self.model.copy()
        fresh = Session(self.engine)
        self.check_objects(fresh)
        fresh.close()
        if self.random.below(3) == 0:
            self.session.close()
            self.session = Session(self.engine)
            self.find_again()

    def rollback(self):
        self.log.append("rollback")
        if self.random.below(2):
            self.flush()
        self.session.rollback()
        self.model = self.committed.copy()
        self.find_again()
        self.check_rows()

    def savepoint(self):
        self.flush()
        # The driver begins a transaction with the first change, not with SAVEPOINT.
        self.session.execute(text("UPDATE clock SET ticks = ticks + 1"))
        self.log.append("savepoint")
        before = self.model.copy()
        nested = self.session.begin_nested()
        for _ in range(self.random.below(5)):
            self.edit()
        if self.random.below(2):
            self.log.append("release")
            nested.commit()
        else:
            self.log.append("rollback to savepoint")
            nested.rollback()
            self.model = before
            self.find_again()
        self.flush()

    EDITS = [
        add, add, add, rename, move_book, move_book, sort_book, tag_book, tag_book, replace_tags,
        grow_tree, grow_tree, replace_profile, write_chapter, write_chapter, move_chapter,
        cut_chapter, delete, merge, expire, add, tag_book,
    ]  # fmt: skip

    def edit(self):
        self.random.one_of(self.EDITS)(self)

    def run(self, edits):
        for _ in range(15):
            self.random.one_of([Graph.add, Graph.write_chapter, Graph.sort_book])(self)
        for _ in range(edits):
            what = self.random.below(20)
            if what == 0:
                self.commit()
            elif what == 1:
                self.rollback()
            elif what == 2:
                self.savepoint()
            elif what == 3:
                self.flush()
            else:
                self.edit()
        self.commit()
        found = self.check_objects(self.session)
        assert found == self.objects, "the session knows other objects"
        self.session.close()
        return len(self.model.rows)


def run(first, count, edits=40):
    """Runs `count` graphs; the number of rows that they left."""
    left = 0
    for seed in range(first, first + count):
        engine = create_engine("sqlite://")
        Base.metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE clock (ticks INTEGER)"))
            connection.execute(text("INSERT INTO clock VALUES (0)"))
        graph = Graph(engine, seed)
        try:
            left += graph.run(edits)
        except Exception as problem:
            problem.args = ("graph %d: %s" % (seed, problem), "\n".join(graph.log[-12:]))
            raise
        engine.dispose()
    return left


if __name__ == "__main__":
    import sys

    print(run(0, int(sys.argv[1])))
