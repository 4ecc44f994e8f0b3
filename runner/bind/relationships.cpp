// relationship() and backref(): arguments as Python gives them (classes, strings, lambdas, columns)
// become functions that the mapper calls when it is configured.
#include "runner/bind/relationships.h"

#include <algorithm>
#include <cstring>

#include "orm/orm_error.h"
#include "runner/bind/extensions.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

std::string last_part(const std::string& text) {
  size_t dot = text.rfind('.');
  return dot == std::string::npos ? text : text.substr(dot + 1);
}

namespace {

// ---- strings ------------------------------------------------------------------------------------

// The mapped classes that a path names: `User`, or with the end of its module's name `models.User`.
std::vector<Type*> classes_at(const orm::Registry& registry, const std::string& path) {
  std::vector<Type*> found;
  const std::string name = last_part(path);
  for (const orm::Ref<orm::Mapper>& mapper : registry.mappers()) {
    Type* type = mapped_type(*mapper);
    if (type == nullptr || type->name != name) continue;
    const std::string whole = "." + type->module + "." + type->name;
    const bool known = std::find(found.begin(), found.end(), type) != found.end();
    if (!known && whole.ends_with("." + path)) found.push_back(type);
  }
  return found;
}

// A class that has lost its name to another one is still there: no class is meant any more.
void refuse_ambiguous(const orm::Registry& registry, const std::string& path) {
  if (classes_at(registry, path).size() < 2) return;
  throw orm::InvalidRequestError("Multiple classes found for path \"" + path +
                                 "\" in the registry of this declarative base. Please use a fully "
                                 "module-qualified path.");
}

// The names that a string argument may use at first: classes, tables, foreign() and remote(). A
// name of two classes is none.
interp::DictObject& names_for(Context& owner, const orm::Registry& registry, const Value& keep) {
  Interpreter& interp = owner.interp;
  for (const char* name : {"foreign", "remote"}) {
    interp.setitem(keep, interp.str(name),
                   interp.getattr(interp.import_module("sqlalchemy.orm"), name));
  }
  for (const orm::Table* table : registry.metadata().tables()) {
    interp.setitem(keep, interp.str(table->name()), wrap(owner, table->ref()));
  }
  for (const orm::Ref<orm::Mapper>& mapper : registry.mappers()) {
    Type* type = mapped_type(*mapper);
    if (type != nullptr && classes_at(registry, type->name).size() == 1) {
      interp.setitem(keep, interp.str(type->name), Value(type));
    }
  }
  return *keep.as<interp::DictObject>();
}

// Where a relationship stands, for its errors and look-ups.
struct Place {
  Context* owner;
  const orm::Registry* registry;
  Type* type;
};

const orm::Mapper& own_mapper(const Place& place) { return *find_mapped(place.type)->mapper; }

[[noreturn]] void raise_unknown(const Place& place, const std::string& expression,
                                const std::string& shown) {
  const orm::Mapper& mapper = own_mapper(place);
  throw orm::InvalidRequestError(
      "When initializing mapper " + mapper.str() + ", expression " +
      place.owner->interp.repr(place.owner->interp.str(expression)) + " failed to locate a name (" +
      shown + "). If this is a class name, consider adding this relationship() to the " +
      place.owner->interp.repr(Value(place.type)) +
      " class after both dependent classes have been defined.");
}

Value evaluate(const Place& place, const std::string& text) {
  Interpreter& interp = place.owner->interp;
  Value names = interp.dict();
  interp::DictObject& known = names_for(*place.owner, *place.registry, names);
  for (;;) try {
      return interp.eval(text, known);
    } catch (const interp::PythonError& error) {
      if (interp.matches(error, "AttributeError")) {
        const Value of = interp.getattr(error.exception, "obj");
        if (find_mapper(of) == nullptr) throw;
        const std::string shown = "Class " + interp.repr(of) +
                                  " does not have a mapped column named " +
                                  interp.repr(interp.getattr(error.exception, "name"));
        if (place.owner->profile.select_list_style)
          raise_error(*place.owner, orm::InvalidRequestError::cls, shown);
        interp.raise("AttributeError", shown);
      }
      if (!interp.matches(error, "NameError")) throw;
      // What the package has is known too, in its own words.
      const Value missing = interp.getattr(error.exception, "name");
      const Value package = interp.import_module("sqlalchemy");
      if (missing.is(Kind::kStr)) {
        refuse_ambiguous(*place.registry, std::string(interp.text(missing)));
        if (const Value found = interp.find_attr(package, interp.text(missing))) {
          interp.setitem(names, missing, found);
          continue;
        }
      }
      raise_unknown(place, text, interp.repr(interp.str(interp.str_of(error.exception))));
    }
}

// An argument: a string is evaluated, what can be called is called, anything else is itself.
Value resolved(const Place& place, Value value) {
  Interpreter& interp = place.owner->interp;
  if (value.is(Kind::kStr)) {
    Value found = evaluate(place, std::string(interp.text(value)));
    const orm::ClauseRef clause = find_clause(*place.owner, found);
    if (const auto* related = dynamic_cast<const orm::RelationshipElement*>(clause.get())) {
      throw orm::InvalidRequestError("Property '" + std::string(related->name()) +
                                     "' is not an instance of ColumnProperty (i.e. does not "
                                     "correspond directly to a Column).");
    }
    return found;
  }
  if (find_clause(*place.owner, value) == nullptr && interp.is_callable(value))
    return interp.call(value);
  return value;
}

orm::RelationshipTarget target_of(const Place& place, const Value& given, const std::string& key) {
  Context& owner = *place.owner;
  Value value = given;
  if (value.is(Kind::kStr)) {
    std::string name(owner.interp.text(value));
    refuse_ambiguous(*place.registry, name);
    if (const orm::Mapper* found = place.registry->find(last_part(name))) return found;
    if (name.find_first_of("([ ") == std::string::npos)
      raise_unknown(place, name, "'" + name + "'");
    value = evaluate(place, name);
  } else if (value.is(Kind::kFunction)) {
    value = owner.interp.call(value);
  }
  if (owner.interp.type_of(value) == owner.type("AliasedClass")) {
    const orm::ClauseRef alias = find_clause(owner, value);
    return orm::RelationshipTarget(
        orm::Ref<orm::EntityElement>(static_cast<orm::EntityElement*>(alias.get())));
  }
  if (const orm::Mapper* mapper = find_mapper(value)) return mapper;
  if (value.is(Kind::kType)) {
    const Type& type = *value.as<Type>();
    throw orm::UnmappedClassError("Class '" + type.module + "." + type.name + "' is not mapped");
  }
  throw orm::ArgumentError("relationship '" + key +
                           "' expects a class or a mapper argument (received: " +
                           owner.interp.repr(Value(owner.interp.type_of(value))) + ")");
}

}  // namespace

// A column or an expression, and nothing that stands for one.
orm::ColumnRef column_argument(Context& owner, const Value& value, const char* argument) {
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    if (orm::as_column(clause.get()) != nullptr && clause->kind() != orm::NodeKind::text)
      return to_column(owner, value, argument);
  }
  const std::string name = std::string("'") + argument + "'";
  if (owner.profile.plain_role_errors) {
    raise_error(owner, orm::ArgumentError::cls,
                "Column-based expression object expected for argument " + name + "; got: '" +
                    owner.interp.str_of(value) + "', type " +
                    owner.interp.repr(Value(owner.interp.type_of(value))));
  }
  raise_error(owner, orm::ArgumentError::cls,
              "Column expression expected for argument " + name + "; got " +
                  owner.interp.repr(value) + ".");
}

namespace {

std::vector<orm::ColumnRef> columns_of(const Place& place, const Value& given,
                                       const char* argument) {
  Context& owner = *place.owner;
  Value value = resolved(place, given);
  std::vector<orm::ColumnRef> columns;
  bool many = value.is(Kind::kList) || value.is(Kind::kTuple) || value.is(Kind::kSet);
  std::vector<Value> given_items = many ? owner.interp.to_vector(value) : std::vector<Value>{value};
  columns.reserve(given_items.size());
  for (const Value& item : given_items) {
    columns.push_back(column_argument(owner, item, argument));
  }
  return columns;
}

orm::Lazy lazy_of(Interpreter& interp, const Value& value) {
  if (value.is_bool()) return value.as_bool() ? orm::Lazy::select : orm::Lazy::joined;
  if (value.is_none()) return orm::Lazy::noload;
  try {
    return orm::lazy_named(interp.text(value));
  } catch (const orm::Error& error) {
    raise_error(interp, error);
  }
}

orm::Ref<CollectionClass> collection_of(Context& owner, const Value& value) {
  auto cls = orm::make_ref<CollectionClass>();
  const interp::BuiltinTypes& types = owner.interp.types();
  if (value.is(Kind::kType) && value.as<Type>() == types.set) {
    cls->kind = CollectionClass::Kind::set;
  } else if (!value.is(Kind::kType) || value.as<Type>() != types.list) {
    cls->given = value;
  }
  return cls;
}

// Arguments that are looked up when the mappers are configured.
orm::RelationshipArgs late_arguments(const Place& place, const RelationshipArguments& given) {
  orm::RelationshipArgs args = given.args;
  auto column = [&](const Value& value, const char* argument) {
    return [place, value, argument] {
      return column_argument(*place.owner, resolved(place, value), argument);
    };
  };
  auto columns = [&](const Value& value, const char* argument) {
    return [place, value, argument] { return columns_of(place, value, argument); };
  };
  for (const auto& [name, value] : given.late) {
    if (name == "primaryjoin")
      args.primaryjoin = column(value, "primaryjoin");
    else if (name == "secondaryjoin")
      args.secondaryjoin = column(value, "secondaryjoin");
    else if (name == "foreign_keys")
      args.foreign_keys = columns(value, "foreign_keys");
    else if (name == "remote_side")
      args.remote_side = columns(value, "remote_side");
    else if (name == "order_by")
      args.order_by = columns(value, "order_by");
    else if (name == "secondary") {
      args.secondary = [place, held = value] {
        return to_from(*place.owner, resolved(place, held));
      };
    }
  }
  if (given.backref != nullptr) {
    args.backref_arguments =
        std::make_shared<orm::RelationshipArgs>(late_arguments(place, *given.backref));
  }
  return args;
}

// ---- relationship() -----------------------------------------------------------------------------

// Arguments that only say how the relationship is without them.
bool says_what_is_so(Interpreter& interp, const std::string& name, const Value& value) {
  if (name == "info" || name == "bake_queries" || value.is_none()) return true;
  if (name == "enable_typechecks") return interp.truth(value);
  return name == "load_on_pending" && !interp.truth(value);
}

// Relationships tell their other sides of changes, those that are for viewing do not.
void read_sync_backref(Context& owner, const Value& keywords, const Value& value) {
  if (value.is_none()) return;
  Interpreter& interp = owner.interp;
  const Value* given = keywords.as<interp::DictObject>()->table.find(interp.intern("viewonly"));
  const bool viewonly = given != nullptr && interp.truth(*given);
  const bool syncs = interp.truth(value);
  if (viewonly && syncs) {
    raise_error(owner, orm::ArgumentError::cls, "sync_backref and viewonly cannot both be True");
  }
  if (!viewonly && !syncs) {
    interp.unsupported("relationship(sync_backref=False)",
                       "relationship(..., sync_backref=False) is not supported without viewonly");
  }
}

void read_keywords(Context& owner, const Value& keywords, RelationshipArguments& out) {
  Interpreter& interp = owner.interp;
  orm::RelationshipArgs& args = out.args;
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (take_dataclass_option(name, value, out.dataclass)) {
    } else if (name == "primaryjoin" || name == "secondaryjoin" || name == "foreign_keys" ||
               name == "remote_side" || name == "order_by" || name == "secondary") {
      if (!value.is_none() && !(value.is_bool() && !value.as_bool())) out.late[name] = value;
    } else if (name == "back_populates") {
      if (!value.is_none()) args.back_populates = std::string(interp.text(value));
    } else if (name == "backref") {
      if (value.is_none()) continue;
      if (value.is(Kind::kStr)) {
        args.backref = std::string(interp.text(value));
      } else if (value.is(Kind::kTuple)) {  // backref("name", ...)
        const std::vector<Value>& pair = items(value);
        args.backref = std::string(interp.text(pair[0]));
        out.backref = std::make_shared<RelationshipArguments>();
        read_keywords(owner, pair[1], *out.backref);
      }
    } else if (name == "uselist") {
      if (!value.is_none()) args.uselist = interp.truth(value);
    } else if (name == "cascade") {
      if (value.is_none()) continue;
      if (value.is_bool()) {
        args.cascade = orm::Cascades::parse("none");
      } else {
        args.cascade = orm::Cascades::parse(interp.text(value));
      }
      if (args.cascade->delete_orphan && !args.cascade->delete_) {
        owner.warn("SAWarning", "The 'delete-orphan' cascade option requires 'delete'.");
      }
    } else if (name == "lazy") {
      args.lazy = lazy_of(interp, value);
      out.lazy_given = true;
    } else if (name == "viewonly") {
      args.viewonly = interp.truth(value);
    } else if (name == "passive_deletes") {
      args.passive_deletes = value.is(Kind::kStr)  ? orm::PassiveDeletes::all
                             : interp.truth(value) ? orm::PassiveDeletes::yes
                                                   : orm::PassiveDeletes::no;
    } else if (name == "passive_updates") {
      args.passive_updates = interp.truth(value);
    } else if (name == "post_update") {
      args.post_update = interp.truth(value);
    } else if (name == "single_parent") {
      args.single_parent = interp.truth(value);
    } else if (name == "active_history") {
      args.active_history = interp.truth(value);
    } else if (name == "cascade_backrefs") {
      args.cascade_backrefs = interp.truth(value);
    } else if (name == "innerjoin") {
      args.innerjoin = value.is(Kind::kStr) || interp.truth(value);
    } else if (name == "join_depth") {
      if (!value.is_none()) args.join_depth = interp.to_int64(value);
    } else if (name == "collection_class") {
      if (!value.is_none()) args.collection = collection_of(owner, value);
    } else if (name == "overlaps") {
      if (!value.is_none()) args.overlaps = std::string(interp.text(value));
    } else if (name == "doc") {
      if (!value.is_none()) args.doc = std::string(interp.text(value));
    } else if (name == "sync_backref") {
      read_sync_backref(owner, keywords, value);
    } else if (name == "info" || name == "enable_typechecks" || name == "comparator_factory" ||
               name == "query_class" || name == "bake_queries" || name == "omit_join" ||
               name == "distinct_target_key" || name == "load_on_pending") {
      if (says_what_is_so(interp, name, value)) continue;
      interp.unsupported("relationship(" + name + "=)",
                         "relationship(..., " + name + "=...) is not supported");
    } else {
      interp.raise("TypeError", "relationship() got an unexpected keyword argument '" + name + "'");
    }
  }
}

Value relationship_function(Call& call) {
  Context& owner = context(call.interp);
  auto data = std::make_unique<RelationshipData>();
  if (!call[0].is_none()) data->target = call[0];
  Value keywords = call[2];
  if (!call[1].is_none()) call.interp.setitem(keywords, call.interp.str("secondary"), call[1]);
  read_keywords(owner, keywords, data->arguments);
  return owner.make("RelationshipProperty", std::move(data));
}

Value dynamic_loader_function(Call& call) {
  call.interp.setitem(call[2], call.interp.str("lazy"), call.interp.str("dynamic"));
  return relationship_function(call);
}

Value backref_function(Call& call) { return call.interp.tuple({call[0], call[1]}); }

std::string relationship_repr(Interpreter& interp, const Value& self) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%zx", reinterpret_cast<size_t>(self.object()));
  const char* name =
      context(interp).profile.typed_names ? "_RelationshipDeclared" : "RelationshipProperty";
  return std::string("<sqlalchemy.orm.relationships.") + name + " object at " + address + ">";
}

Type* make_relationship_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "RelationshipProperty", "sqlalchemy.orm.relationships")
      .payload<RelationshipData>()
      .abstract()
      .slots([](interp::Slots& slots) { slots.repr = relationship_repr; })
      .build();
}

template <orm::ColumnRef (*Mark)(const orm::ColumnRef&)>
Value mark_column(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, Mark(to_column(owner, call[0], "column role")));
}

const Binding kRelationshipRows[] = {
    {"relationship", "argument=None, secondary=None, /, **kwargs", guard<relationship_function>,
     "!a relationship is a member of the struct", BindingKind::function},
    {"relation", "argument=None, secondary=None, /, **kwargs", guard<relationship_function>,
     "!a relationship is a member of the struct", BindingKind::function},
    {"dynamic_loader", "argument=None, secondary=None, /, **kwargs", guard<dynamic_loader_function>,
     "!a relationship is a member of the struct", BindingKind::function},
    {"backref", "name, **kwargs", guard<backref_function>,
     "!both sides of a relationship are members of structs", BindingKind::function},
    {"foreign", "expr", guard<mark_column<orm::foreign>>, "orm::foreign({expr})",
     BindingKind::function},
    {"remote", "expr", guard<mark_column<orm::remote>>, "orm::remote({expr})",
     BindingKind::function},
};

}  // namespace

orm::RelationshipArgs relationship_args(Context& owner, const RelationshipData& data,
                                        const orm::Registry& registry, Type& type,
                                        const std::string& key, const Value& annotation) {
  Place place{&owner, &registry, &type};
  Value target = data.target;
  orm::RelationshipArgs args = late_arguments(place, data.arguments);
  if (annotation) {
    TargetAnnotation read = read_target(owner, annotation);
    if (!target) target = read.target;
    if (!args.uselist) args.uselist = !read.container.empty();
    if (args.collection == nullptr && read.container == "set") {
      auto cls = orm::make_ref<CollectionClass>();
      cls->kind = CollectionClass::Kind::set;
      args.collection = cls;
    }
  }
  if (!target) {
    raise_error(owner, orm::ArgumentError::cls,
                "relationship '" + key +
                    "' expects a class or a mapper argument (received: <class 'NoneType'>)");
  }
  args.argument = [place, target, key, collection = args.collection] {
    orm::RelationshipTarget found = target_of(place, target, key);
    if (collection != nullptr) {
      prepare_collection(*place.owner, static_cast<CollectionClass&>(*collection));
    }
    return found;
  };
  return args;
}

void add_relationship_types(TypeTable& table) {
  table.emplace_back("RelationshipProperty", make_relationship_type);
}

std::vector<BindingTable> relationship_tables() {
  return {{"sqlalchemy.orm", nullptr, kRelationshipRows, std::size(kRelationshipRows)}};
}

}  // namespace lessonrun::bind
