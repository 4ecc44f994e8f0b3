// sqlalchemy.orm.scoping: scoped_session and its registries, in Python, as in SQLAlchemy.
//
// A lesson has one thread, so a registry of one session a thread holds one session.
#include "runner/bind/context.h"
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

const char* const kScopingText = R"py(from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.orm import Session, class_mapper
from sqlalchemy.orm.exc import UnmappedClassError


class ScopedRegistry:
    def __init__(self, createfunc, scopefunc):
        self.createfunc = createfunc
        self.scopefunc = scopefunc
        self.registry = {}

    def __call__(self):
        key = self.scopefunc()
        if key not in self.registry:
            self.registry[key] = self.createfunc()
        return self.registry[key]

    def has(self):
        return self.scopefunc() in self.registry

    def set(self, obj):
        self.registry[self.scopefunc()] = obj

    def clear(self):
        self.registry.pop(self.scopefunc(), None)


class ThreadLocalRegistry(ScopedRegistry):
    def __init__(self, createfunc):
        self.createfunc = createfunc
        self._held = []

    def __call__(self):
        if not self._held:
            self._held.append(self.createfunc())
        return self._held[0]

    def has(self):
        return bool(self._held)

    def set(self, obj):
        self._held[:] = [obj]

    def clear(self):
        self._held.clear()


def _method(name):
    def proxy(self, *args, **kw):
        return getattr(self.registry(), name)(*args, **kw)
    proxy.__name__ = name
    return proxy


def _attribute(name, writes):
    def read(self):
        return getattr(self.registry(), name)

    def write(self, value):
        setattr(self.registry(), name, value)
    return property(read, write) if writes else property(read)


class QueryPropertyDescriptor:
    def __init__(self, scoped, query_cls):
        self.scoped = scoped
        self.query_cls = query_cls

    def __get__(self, instance, owner):
        if _is_strict and self.query_cls is None:
            return self.scoped.registry().query(owner)
        try:
            mapper = class_mapper(owner)
        except UnmappedClassError:
            return None
        if self.query_cls is not None:
            return self.query_cls(mapper.class_, session=self.scoped.registry())
        return self.scoped.registry().query(mapper.class_)


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        if scopefunc:
            self.registry = ScopedRegistry(session_factory, scopefunc)
        else:
            self.registry = ThreadLocalRegistry(session_factory)

    def __call__(self, **kw):
        if kw:
            if self.registry.has():
                raise InvalidRequestError(
                    "Scoped session is already present; no new arguments may be specified.")
            session = self.session_factory(**kw)
            self.registry.set(session)
        else:
            session = self.registry()
        return session

    def remove(self):
        if self.registry.has():
            self.registry().close()
        self.registry.clear()

    def configure(self, **kwargs):
        if self.registry.has():
            _warn("At least one scoped session is already present.  configure() can not affect "
                  "sessions that have already been created.")
        self.session_factory.configure(**kwargs)

    def query_property(self, query_cls=None):
        return QueryPropertyDescriptor(self, query_cls)

    def __contains__(self, instance):
        return instance in self.registry()

    def __iter__(self):
        return iter(self.registry())

    @classmethod
    def object_session(cls, instance):
        return Session.object_session(instance)

    @classmethod
    def identity_key(cls, *args, **kw):
        return Session.identity_key(*args, **kw)

    @classmethod
    def close_all(cls):
        return Session.close_all()


_methods = ("add add_all begin begin_nested close commit connection delete execute expire "
            "expire_all expunge expunge_all flush get get_one get_bind is_modified "
            "bulk_save_objects bulk_insert_mappings bulk_update_mappings merge query refresh "
            "rollback scalar scalars reset")
for _name in _methods.split():
    if hasattr(Session, _name):
        setattr(scoped_session, _name, _method(_name))
for _name in ("bind", "autoflush", "no_autoflush", "dirty", "deleted", "new", "identity_map",
              "is_active", "info", "autocommit"):
    if hasattr(Session, _name):
        setattr(scoped_session, _name, _attribute(_name, _name in ("bind", "autoflush")))
)py";

Value warn_function(Call& call) {
  context(call.interp).warn("SAWarning", std::string(call.text(0)));
  return Value::none();
}

}  // namespace

void add_scoping_module(interp::Interpreter& interp) {
  interp.modules().add(
      "sqlalchemy.orm.scoping",
      [](interp::ModuleBuilder& builder) {
        const orm::Profile& profile = context(builder.interp).profile;
        builder.value("_is_strict", Value::boolean(profile.legacy_orm_removed));
        builder.function("_warn", "text", warn_function);
      },
      kScopingText);
}

}  // namespace lessonrun::bind
