// Column types as Python classes: Integer, String(30), Enum(Color), and the types that annotations
// of Mapped[...] stand for.
#include "orm/orm_error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// Which class of ORM types a Python class makes.
struct TypeClassData : interp::Payload {
  std::string name;
};

const TypeClassData* type_class_of(const Type* type) {
  for (const Type* at : type->mro) {
    if (const auto* data = dynamic_cast<const TypeClassData*>(at->class_payload.get())) return data;
  }
  return nullptr;
}

void set_argument(Context& owner, orm::TypeArgs& args, std::string_view name, const Value& value) {
  Interpreter& interp = owner.interp;
  auto number = [&]() -> std::optional<int> {
    if (value.is_none()) return std::nullopt;
    return static_cast<int>(interp.to_int64(value));
  };
  if (name == "length") {
    args.length = number();
  } else if (name == "precision") {
    args.precision = number();
  } else if (name == "scale") {
    args.scale = number();
  } else if (name == "decimal_return_scale") {
    args.decimal_return_scale = number();
  } else if (name == "asdecimal") {
    args.asdecimal = interp.truth(value);
  } else if (name == "timezone") {
    args.timezone = interp.truth(value);
  } else if (name == "as_uuid") {
    args.as_uuid = interp.truth(value);
  } else if (name == "none_as_null") {
    args.none_as_null = interp.truth(value);
  } else if (name == "collation") {
    if (!value.is_none()) args.collation = std::string(interp.text(value));
  } else if (name == "create_constraint") {
    args.create_constraint = interp.truth(value);
  } else if (name == "name") {
    if (!value.is_none()) args.name = std::string(interp.text(value));
  } else if (name == "native_enum" || name == "native") {
    args.native = interp.truth(value);
  } else {
    interp.raise("TypeError", "got an unexpected keyword argument '" + std::string(name) + "'");
  }
}

// The members of Enum('a', 'b') or Enum(SomeEnum).
orm::TypeRef make_enum(Context& owner, const Arguments& given) {
  Interpreter& interp = owner.interp;
  orm::TypeArgs args;
  std::string class_name;
  std::vector<orm::Enum::Member> members;
  if (given.positional == 1 && given.values[0].is(Kind::kType)) {
    class_name = given.values[0].as<Type>()->name;
    for (const Value& member : interp.to_vector(given.values[0])) {
      std::string name(interp.text(interp.getattr(member, "name")));
      members.push_back({name, to_orm(owner, member)});
    }
    for (char c : class_name) args.name += static_cast<char>(std::tolower(c));
  } else {
    for (const Value& value : given) {
      std::string text(interp.text(value));
      members.push_back({text, orm::Value(text)});
    }
  }
  for (size_t i = 0; i < given.keywords; ++i) {
    std::string name = interp.str_of(given.names[i]);
    if (name == "values_callable" || name == "validate_strings" || name == "inherit_schema" ||
        name == "metadata" || name == "schema" || name == "length" || name == "omit_aliases" ||
        name == "sort_key_function") {
      interp.unsupported("Enum(" + name + "=)", "Enum(..., " + name + "=...) is not supported");
    }
    set_argument(owner, args, name, given.keyword(i));
  }
  return orm::make_ref<orm::Enum>(std::move(members), class_name, std::move(args));
}

// Positional arguments of each class, as its constructor names them.
std::vector<std::string> positional_names(const std::string& name, const orm::TypeClass& cls) {
  switch (cls.kind) {
    case orm::TypeKind::string:
      return {"length", "collation"};
    case orm::TypeKind::binary:
      return {"length"};
    case orm::TypeKind::numeric:
      return {"precision", "scale", "decimal_return_scale", "asdecimal"};
    case orm::TypeKind::real:
      return {"precision", "asdecimal", "decimal_return_scale"};
    case orm::TypeKind::datetime:
    case orm::TypeKind::time:
      return {"timezone"};
    case orm::TypeKind::boolean:
      return {"create_constraint", "name"};
    case orm::TypeKind::interval:
      return {"native"};
    case orm::TypeKind::uuid:
      return {"as_uuid"};
    case orm::TypeKind::json:
      return {"none_as_null"};
    default:
      break;
  }
  (void)name;
  return {};
}

orm::TypeRef construct(Context& owner, const std::string& name, const Arguments& given) {
  if (name == "Enum") return make_enum(owner, given);
  const orm::TypeClass* cls = orm::find_type_class(name);
  orm::TypeArgs args;
  std::vector<std::string> names = positional_names(name, *cls);
  if (given.positional > names.size()) {
    owner.interp.raise("TypeError", name + ".__init__() takes from 1 to " +
                                        std::to_string(names.size() + 1) +
                                        " positional arguments but " +
                                        std::to_string(given.positional + 1) + " were given");
  }
  for (size_t i = 0; i < given.positional; ++i) {
    set_argument(owner, args, names[i], given.values[i]);
  }
  for (size_t i = 0; i < given.keywords; ++i) {
    set_argument(owner, args, owner.interp.str_of(given.names[i]), given.keyword(i));
  }
  return orm::make_type(name, std::move(args));
}

void init_type(Interpreter& interp, const Value& self, const Arguments& given) {
  const TypeClassData* data = type_class_of(interp.type_of(self));
  interp::payload<TypeData>(interp, self).type = construct(context(interp), data->name, given);
}

std::string type_repr(Interpreter& interp, const Value& self) {
  const orm::TypeRef& type = interp::payload<TypeData>(interp, self).type;
  return type == nullptr ? "<column type without arguments>" : type->repr();
}

std::string type_str(Interpreter& interp, const Value& self) {
  Context& owner = context(interp);
  return orm::default_dialect(owner.profile)
      .type_ddl(*interp::payload<TypeData>(interp, self).type);
}

Value type_length(interp::Call& call) {
  const auto& type = interp::payload<TypeData>(call.interp, call.self).type;
  return type->args().length ? Value::integer(*type->args().length) : Value::none();
}

Type* make_type_engine(Context& owner) {
  return interp::TypeBuilder(owner.interp, "TypeEngine", "sqlalchemy.sql.type_api")
      .payload<TypeData>()
      .property("length", guard<type_length>)
      .slots([](interp::Slots& slots) {
        slots.repr = type_repr;
        slots.str = guard<type_str>;
        slots.init = guard<init_type>;
      })
      .build();
}

constexpr const char* kTypeNames[] = {
    "Integer",  "SmallInteger", "BigInteger", "String",    "Text",    "Unicode", "UnicodeText",
    "Boolean",  "Float",        "Double",     "Numeric",   "Date",    "Time",    "DateTime",
    "Interval", "LargeBinary",  "JSON",       "Uuid",      "Enum",    "VARCHAR", "CHAR",
    "NVARCHAR", "NCHAR",        "TEXT",       "CLOB",      "INTEGER", "INT",     "SMALLINT",
    "BIGINT",   "BOOLEAN",      "FLOAT",      "REAL",      "DOUBLE",  "NUMERIC", "DECIMAL",
    "DATE",     "TIME",         "DATETIME",   "TIMESTAMP", "BLOB",    "BINARY",  "VARBINARY",
    "UUID"};

template <size_t I>
Type* make_type_class(Context& owner) {
  const char* name = kTypeNames[I];
  Type* type = interp::TypeBuilder(owner.interp, name, "sqlalchemy.sql.sqltypes")
                   .base(owner.type("TypeEngine"))
                   .build();
  auto data = std::make_unique<TypeClassData>();
  data->name = name;
  type->class_payload = std::move(data);
  return type;
}

template <size_t... I>
void add_all(TypeTable& table, std::index_sequence<I...>) {
  (table.emplace_back(kTypeNames[I], make_type_class<I>), ...);
}

bool is_class(const Value& value, std::string_view module, std::string_view name) {
  return value.is(Kind::kType) && value.as<Type>()->module == module &&
         value.as<Type>()->name == name;
}

}  // namespace

orm::TypeRef find_type(Context& owner, const Value& value) {
  if (!value.is_object()) return nullptr;
  if (const auto* data = interp::try_payload<TypeData>(value)) return data->type;
  if (value.is(Kind::kType)) {
    if (const TypeClassData* data = type_class_of(value.as<Type>())) {
      return construct(owner, data->name, {});
    }
  }
  return nullptr;
}

orm::TypeRef to_type(Context& owner, const Value& value) {
  if (value.is_none()) return orm::NullType();
  if (orm::TypeRef type = find_type(owner, value)) return type;
  raise_error(owner, orm::ArgumentError::cls,
              "Object " + owner.interp.repr(value) +
                  " is not legal as a SQL type; expected a class or an instance of TypeEngine");
}

Value wrap_type(Context& owner, const orm::TypeRef& type) {
  const char* name = type->type_class().name;
  Value object = find_type_maker(name) == nullptr
                     ? owner.interp.new_instance(owner.type("TypeEngine"))
                     : owner.interp.new_instance(owner.type(name));
  interp::payload<TypeData>(owner.interp, object).type = type;
  return object;
}

orm::TypeRef type_of_annotation(Context& owner, const Value& annotation) {
  const interp::BuiltinTypes& builtin = owner.interp.types();
  struct Pair {
    Type* python;
    orm::TypeRef (*make)();
  };
  const Pair kBuiltin[] = {{builtin.int_, orm::Integer},
                           {builtin.str, []() -> orm::TypeRef { return orm::String(); }},
                           {builtin.bool_, orm::Boolean},
                           {builtin.float_, orm::Float},
                           {builtin.bytes, orm::LargeBinary}};
  if (!annotation.is(Kind::kType)) return find_type(owner, annotation);
  for (const Pair& pair : kBuiltin) {
    if (annotation.as<Type>() == pair.python) return pair.make();
  }
  if (is_class(annotation, "datetime", "datetime")) return orm::DateTimeType();
  if (is_class(annotation, "datetime", "date")) return orm::DateType();
  if (is_class(annotation, "datetime", "time")) return orm::TimeType();
  if (is_class(annotation, "datetime", "timedelta")) return orm::IntervalType();
  if (is_class(annotation, "decimal", "Decimal")) return orm::Numeric();
  if (is_class(annotation, "uuid", "UUID")) return orm::Uuid();
  for (const Type* at : annotation.as<Type>()->mro) {
    if (at->module == "enum" && at->name == "Enum") {
      Value cls = annotation;
      return make_enum(owner, Arguments{&cls, 1, nullptr, 0});
    }
  }
  return find_type(owner, annotation);
}

void add_column_type_types(TypeTable& table) {
  table.emplace_back("TypeEngine", make_type_engine);
  add_all(table, std::make_index_sequence<std::size(kTypeNames)>());
}

}  // namespace lessonrun::bind
