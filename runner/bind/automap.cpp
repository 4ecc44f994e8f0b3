// sqlalchemy.ext.automap and DeferredReflection, in Python as in SQLAlchemy: classes whose tables
// are reflected before they are mapped.
//
// A class with `_sa_decl_prepare` is not mapped by its class statement; prepare() does that, once
// the tables are known and, for automap, relationships were added along their foreign keys.
#include <functional>

#include "runner/bind/extensions.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/relationships.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* const kAutomapText = R"py(
from sqlalchemy import ForeignKeyConstraint, and_
from sqlalchemy.orm import backref, relationship
from sqlalchemy.orm._mappers import _Properties
from sqlalchemy.orm.interfaces import MANYTOMANY, MANYTOONE, ONETOMANY
if _is_14:
    from sqlalchemy.orm import declarative_base as _declarative_base
else:
    from sqlalchemy.ext.declarative import declarative_base as _declarative_base


class Properties(_Properties):
    def __init__(self):
        super().__init__({})

    def __setitem__(self, name, value):
        self._data[name] = value


def classname_for_table(base, tablename, table):
    return str(tablename)


def name_for_scalar_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower()


def name_for_collection_relationship(base, local_cls, referred_cls, constraint):
    return referred_cls.__name__.lower() + '_collection'


def generate_relationship(base, direction, return_fn, attrname, local_cls, referred_cls, **kw):
    if return_fn is backref:
        return return_fn(attrname, **kw)
    if return_fn is relationship:
        return return_fn(referred_cls, **kw)
    raise TypeError('Unknown relationship function: %s' % return_fn)


def _foreign_keys(table):
    found = [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]
    order = [column.name for column in table.c]
    return sorted(found, key=lambda c: [order.index(k.parent.name) for k in c.elements])


def _sides_of(table):
    both = _foreign_keys(table)
    if len(both) != 2:
        return None
    names = {key.parent.name for constraint in both for key in constraint.elements}
    if names != {column.name for column in table.c}:
        return None
    return both


class _Preparation:
    def __init__(self, base, naming, collection_class):
        self.base = base
        self.scalar_name, self.collection_name, self.generate = naming
        self.collection_class = collection_class
        self.classes = {}

    def has(self, cls, name):
        return any(name in each.__dict__ for each in cls.__mro__)

    def find(self, cls, name):
        for each in cls.__mro__:
            if name in each.__dict__:
                return each.__dict__[name]

    # Two relationships that lead to each other, as far as the classes have not declared them.
    def connect(self, near, far, direct, reverse):
        cls, name, direction, options = near
        other, other_name, other_direction, other_options = far
        declared, other_declared = self.has(cls, name), self.has(other, other_name)
        if not declared:
            back = None
            if not other_declared:
                back = self.generate(self.base, other_direction, backref, other_name, other, cls,
                                     **other_options)
            made = self.generate(self.base, direction, relationship, name, cls, other, **options,
                                 **direct, backref=back)
            if made is not None:
                setattr(cls, name, made)
                if other_declared:
                    _set_back_populates(self.find(other, other_name), name)
        elif not other_declared:
            made = self.generate(self.base, other_direction, relationship, other_name, other, cls,
                                 **other_options, **reverse, back_populates=name)
            if made is not None:
                setattr(other, other_name, made)
                _set_back_populates(self.find(cls, name), other_name)

    def along_foreign_keys(self, table, cls):
        for constraint in _foreign_keys(table):
            keys = constraint.elements
            referred = self.classes.get(keys[0].column.table)
            if referred is None or (cls is not referred and issubclass(cls, referred)):
                continue
            name = self.scalar_name(self.base, cls, referred, constraint)
            back_name = self.collection_name(self.base, referred, cls, constraint)
            many = {'collection_class': self.collection_class}
            ondelete = (constraint.ondelete or '').lower()
            if all(key.parent.nullable for key in keys):
                if ondelete == 'set null':
                    many['passive_deletes'] = True
            else:
                many['cascade'] = 'all, delete-orphan'
                if ondelete == 'cascade':
                    many['passive_deletes'] = True
            columns = [key.parent for key in keys]
            self.connect((cls, name, MANYTOONE, {}), (referred, back_name, ONETOMANY, many),
                         {'foreign_keys': columns, 'remote_side': [key.column for key in keys]},
                         {'foreign_keys': columns})

    def many_to_many(self, table, both):
        near, far = (self.classes.get(c.elements[0].column.table) for c in both)
        if near is None or far is None:
            return
        name = self.collection_name(self.base, near, far, both[0])
        back_name = self.collection_name(self.base, far, near, both[1])
        joins = [and_(*[key.column == key.parent for key in c.elements]) for c in both]
        options = {'collection_class': self.collection_class}

        def through(first, second):
            return {'secondary': table, 'primaryjoin': first, 'secondaryjoin': second}
        self.connect((near, name, MANYTOMANY, options), (far, back_name, MANYTOMANY, options),
                     through(*joins), through(*reversed(joins)))


class AutomapBase:
    __abstract__ = True
    _sa_decl_prepare = True
    classes = None

    @classmethod
    def prepare(cls, *args, **kw):
        names = ['autoload_with', 'engine'] if _is_14 else ['engine']
        names += ['reflect', 'schema', 'classname_for_table']
        if _is_20:
            names.append('modulename_for_table')
        names += ['collection_class', 'name_for_scalar_relationship',
                  'name_for_collection_relationship', 'generate_relationship']
        if _is_14:
            names.append('reflection_options')
        given = dict(zip(names, args))
        for name in kw:
            if name not in names:
                raise TypeError('AutomapBase.prepare() got an unexpected keyword argument %r'
                                % name)
        given.update(kw)
        _warn_of_old_names(given)

        def option(name, default=None):
            value = given.get(name)
            return default if value is None else value
        bind = option('autoload_with')
        if bind is None and (option('reflect') or _is_14):
            bind = option('engine')
        if bind is not None:
            cls.metadata.reflect(bind, **dict({'schema': option('schema'), 'extend_existing': True},
                                              **option('reflection_options', {})))
        make_name = option('classname_for_table', classname_for_table)
        work = _Preparation(
            cls, (option('name_for_scalar_relationship', name_for_scalar_relationship),
                  option('name_for_collection_relationship', name_for_collection_relationship),
                  option('generate_relationship', generate_relationship)),
            option('collection_class', list))
        declared = _deferred_classes(cls)
        named = {c.__tablename__: c for c in declared if getattr(c, '__tablename__', None)}
        given_tables = {c.__dict__['__table__']: c for c in declared if '__table__' in c.__dict__}
        between = []
        made = []
        for table in list(cls.metadata.tables.values()):
            both = _sides_of(table)
            if table.key in named or table in given_tables:
                work.classes[table] = named.get(table.key) or given_tables[table]
            elif both is not None:
                between.append((table, both))
            elif len(table.primary_key.columns) == 0 or _is_mapped(cls, table):
                continue
            else:
                name = make_name(cls, table.name, table)
                found = type(name, (cls,), {'__table__': table, '__module__': 'sqlalchemy.ext.automap'})
                cls.classes[name] = work.classes[table] = found
                made.append(found)
        for table, found in list(work.classes.items()):
            work.along_foreign_keys(table, found)
        for table, both in between:
            work.many_to_many(table, both)
        for found in declared + made:
            _map_class(found)


def _warn_of_old_names(given):
    if not _is_14:
        return
    import warnings
    from sqlalchemy.exc import SADeprecationWarning
    texts = {
        'engine': 'The AutomapBase.prepare.engine parameter is deprecated and will be removed in a '
                  'future release.  Please use the AutomapBase.prepare.autoload_with parameter. '
                  '(deprecated since: 2.0)',
        'reflect': 'The AutomapBase.prepare.reflect parameter is deprecated and will be removed in '
                   'a future release.  Reflection is enabled when '
                   'AutomapBase.prepare.autoload_with is passed. (deprecated since: 2.0)'}
    for name, text in texts.items():
        if given.get(name):
            warnings.warn(text, SADeprecationWarning, stacklevel=3)


def automap_base(declarative_base=None, **kw):
    base = _declarative_base(**kw) if declarative_base is None else declarative_base
    return type(base.__name__, (AutomapBase, base), {'__abstract__': True, 'classes': Properties()})


class DeferredReflection:
    _sa_decl_prepare = True

    @classmethod
    def prepare(cls, bind, **options):
        for each in _deferred_classes(cls):
            name = getattr(each, '__tablename__', None)
            if name is not None:
                each.metadata.reflect(bind, only=[name], extend_existing=True, **options)
            _map_class(each)
)py";

// The classes below a base that wait to be mapped, in order of definition.
Value deferred_classes(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> found;
  std::function<void(Type&)> look = [&](Type& type) {
    const std::vector<Type*> below = type.subclasses;
    for (Type* one : below) {
      if (waits_to_be_mapped(owner, *one)) found.emplace_back(one);
      look(*one);
    }
  };
  look(*call[0].as<Type>());
  return call.interp.list(std::move(found));
}

Value map_class(Call& call) {
  map_deferred(context(call.interp), *call[0].as<Type>());
  return Value::none();
}

Value is_mapped(Call& call) {
  orm::ClauseRef table = find_clause(context(call.interp), call[1]);
  std::function<bool(Type&)> look = [&](Type& type) {
    const std::vector<Type*> below = type.subclasses;
    for (Type* one : below) {
      const orm::Mapper* mapper = find_mapper(one);
      if (mapper != nullptr && &mapper->local_table() == table.get()) return true;
      if (look(*one)) return true;
    }
    return false;
  };
  return Value::boolean(look(*call[0].as<Type>()));
}

Value set_back_populates(Call& call) {
  if (auto* data = interp::try_payload<RelationshipData>(call[0])) {
    data->arguments.args.back_populates = std::string(call.text(1));
  }
  return Value::none();
}

}  // namespace

void add_automap_module(Interpreter& interp) {
  interp.modules().add(
      "sqlalchemy.ext.automap",
      [](interp::ModuleBuilder& builder) {
        const orm::Profile& profile = context(builder.interp).profile;
        builder.value("_is_14", Value::boolean(profile.stmt_cache));
        builder.value("_is_20", Value::boolean(profile.typed_names));
        builder.function("_deferred_classes", "base", guard<deferred_classes>);
        builder.function("_map_class", "cls", guard<map_class>);
        builder.function("_is_mapped", "base, table", guard<is_mapped>);
        builder.function("_set_back_populates", "made, name", guard<set_back_populates>);
      },
      kAutomapText);
}

}  // namespace lessonrun::bind
