// Column types as Python classes: Integer, String(30), Enum(Color), and the types that annotations
// of Mapped[...] stand for.
#include "runner/bind/column_types.h"

#include <map>

#include "orm/orm_error.h"
#include "runner/bind/comparators.h"
#include "runner/bind/custom.h"
#include "runner/bind/dialects.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
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

void init_type(Interpreter& interp, const Value& self, const Arguments& given) {
  const TypeClassData* data = type_class_of(interp.type_of(self));
  Context& owner = context(interp);
  if (data == nullptr) return;  // TypeEngine itself, or a class of the lesson right below it
  orm::TypeRef type = construct_type(owner, data->name, given);
  Type* cls = interp.type_of(self);
  const bool derived = data != cls->class_payload.get() && type->kind() != orm::TypeKind::enum_;
  auto& held = interp::payload<TypeData>(interp, self);
  held.type = derived ? derived_type(owner, type, Value(cls)) : type;
  if (type->kind() == orm::TypeKind::enum_ && given.keywords != 0) {
    held.keywords = interp.dict();
    for (size_t i = 0; i < given.keywords; ++i) {
      interp.setitem(held.keywords, given.names[i], given.keyword(i));
    }
  }
}

std::string type_repr(Interpreter& interp, const Value& self) {
  const orm::TypeRef& type = interp::payload<TypeData>(interp, self).type;
  return type == nullptr ? "<column type without arguments>" : type->repr();
}

std::string type_str(Interpreter& interp, const Value& self) {
  Context& owner = context(interp);
  return str_dialect(owner)->type_ddl(*to_type(owner, self));
}

orm::TypeRef type_of(Call& call) { return to_type(context(call.interp), call.self); }

Value type_compile(Call& call) {
  return call.interp.str(dialect_argument(call, Value::none(), call[0])->type_ddl(*type_of(call)));
}

// An argument of the constructor: `length`, `timezone`.
Value type_argument(Interpreter& interp, const Value& self, interp::StrObject* name) {
  const auto* data = interp::try_payload<TypeData>(self);
  if (data == nullptr || data->type == nullptr) return {};
  Context& owner = context(interp);
  const orm::TypeEngine& type = *data->type;
  const orm::TypeArgs& args = type.args();
  const std::string& wanted = name->text;
  auto number = [](const std::optional<int>& value) {
    return value ? Value::integer(*value) : Value::none();
  };
  auto text = [&](const std::string& value) {
    return value.empty() ? Value::none() : interp.str(value);
  };
  if (type.kind() == orm::TypeKind::enum_) {
    const auto& made = static_cast<const orm::Enum&>(type);
    if (wanted == "enums") {
      std::vector<Value> names;
      for (const auto& member : made.members()) names.push_back(interp.str(member.name));
      return interp.list(std::move(names));
    }
    if (wanted == "enum_class") {
      return made.class_name().empty() || made.members().empty()
                 ? Value::none()
                 : Value(interp.type_of(from_orm(owner, made.members()[0].value)));
    }
    if (wanted == "name") return text(args.name);
    if (wanted == "length") return number(args.length);
    if (wanted == "native_enum") return Value::boolean(args.native);
    if (wanted == "create_constraint") {
      return Value::boolean(
          args.create_constraint.value_or(owner.profile.boolean_check_constraint));
    }
  }
  if (!takes_argument(type.type_class(), wanted)) return {};
  if (wanted == "length" && args.get(wanted).is_null()) return number(args.length);
  if (wanted == "precision") return number(args.precision);
  if (wanted == "scale") return number(args.scale);
  if (wanted == "decimal_return_scale") return number(args.decimal_return_scale);
  if (wanted == "asdecimal") {
    return Value::boolean(args.asdecimal.value_or(type.kind() == orm::TypeKind::numeric));
  }
  if (wanted == "timezone") return Value::boolean(args.timezone);
  if (wanted == "as_uuid") return Value::boolean(args.as_uuid);
  if (wanted == "none_as_null") return Value::boolean(args.none_as_null);
  if (wanted == "collation") return text(args.collation);
  if (wanted == "name") return text(args.name);
  if (wanted == "native") return Value::boolean(args.native);
  if (wanted == "item_type" || wanted == "data_type") return wrap_type(owner, args.item);
  if (wanted == "create_constraint") {
    return Value::boolean(args.create_constraint.value_or(owner.profile.boolean_check_constraint));
  }
  orm::Value given = args.get(wanted);
  if (!given.is_null()) return from_orm(owner, given);
  // Flags that were not given are False.
  std::string_view params = type.type_class().params;
  return params.find(wanted + "=False") != params.npos ? Value::boolean(false) : Value::none();
}

Value python_type(Call& call) {
  Interpreter& interp = call.interp;
  const interp::BuiltinTypes& types = interp.types();
  const orm::TypeEngine& type = type_of(call)->impl();
  auto library = [&](const char* module, const char* name) {
    return interp.getattr(interp.import_module(module), name);
  };
  switch (type.kind()) {
    case orm::TypeKind::integer:
      return Value(types.int_);
    case orm::TypeKind::string:
      return Value(types.str);
    case orm::TypeKind::boolean:
      return Value(types.bool_);
    case orm::TypeKind::real:
      return type.args().asdecimal.value_or(false) ? library("decimal", "Decimal")
                                                   : Value(types.float_);
    case orm::TypeKind::numeric:
      return type.args().asdecimal.value_or(true) ? library("decimal", "Decimal")
                                                  : Value(types.float_);
    case orm::TypeKind::date:
      return library("datetime", "date");
    case orm::TypeKind::time:
      return library("datetime", "time");
    case orm::TypeKind::datetime:
      return library("datetime", "datetime");
    case orm::TypeKind::interval:
      return library("datetime", "timedelta");
    case orm::TypeKind::binary:
      return Value(types.bytes);
    case orm::TypeKind::json:
      return Value(types.dict);
    case orm::TypeKind::array:
      return Value(types.list);
    case orm::TypeKind::uuid:
      return type.args().as_uuid ? library("uuid", "UUID") : Value(types.str);
    case orm::TypeKind::enum_: {
      Value cls = interp.find_attr(call.self, "enum_class");
      return cls && !cls.is_none() ? cls : Value(types.str);
    }
    default:
      interp.raise("NotImplementedError", "");
  }
}

Value type_with_variant(Call& call) {
  Context& owner = context(call.interp);
  orm::TypeRef type = type_of(call);
  orm::TypeRef variant = to_type(owner, call[0]);
  Value object = user_type_object(*type);
  for (const Value& item : items(call[1])) {
    std::string name = call.interp.str_of(item);
    for (const auto& known : type->variants()) {
      if (known.first != name) continue;
      raise_error(owner, orm::ArgumentError::cls,
                  "Dialect '" + name + "' is already present in the mapping for this " +
                      (owner.profile.variants_are_types ? type->repr() : "Variant"));
    }
    type = type->with_variant(variant, name);
    if (object) object = user_type_variant(owner, object, name, call[0]);
  }
  return object ? object : wrap_type(owner, type);
}

Value type_coerce_compared(Call& call) {
  Context& owner = context(call.interp);
  return wrap_type(owner, orm::coerced_type(type_of(call), to_orm(owner, call[1])));
}

Value type_self(Call& call) { return call.self; }

Value type_dialect_impl(Call& call) {
  const DialectData* dialect = find_dialect(call[0]);
  if (dialect == nullptr) return call.self;
  return wrap_type(context(call.interp),
                   orm::TypeRef(&type_of(call)->for_dialect(dialect->dialect->name)));
}

// literal_processor(dialect): a function that writes a value as SQL, and its kin for binding and
// results.
Value type_literal_processor(Call& call) {
  orm::TypeRef type = type_of(call);
  const DialectData* given = find_dialect(call[0]);
  if (given == nullptr) return Value::none();
  std::shared_ptr<const orm::Dialect> dialect = given->dialect;
  return make_guarded(call.interp, "process", "value", [type, dialect](Call& inner) {
    return inner.interp.str(
        orm::literal_sql(to_orm(context(inner.interp), inner[0]), *type, *dialect));
  });
}

template <bool Bind>
Value type_processor(Call& call) {
  orm::TypeRef type = type_of(call);
  const DialectData* given = find_dialect(call[0]);
  if (given == nullptr) return Value::none();
  std::shared_ptr<const orm::Dialect> dialect = given->dialect;
  const orm::TypeEngine& impl = type->dialect_impl(*dialect);
  orm::Processor process = Bind ? dialect->bind_processor(impl) : dialect->result_processor(impl);
  bool converts = Bind ? type->converts_bind() : type->converts_result();
  if (process == nullptr && !converts) return Value::none();
  return make_guarded(call.interp, "process", "value",
                      [type, dialect, process, converts](Call& inner) {
                        Context& owner = context(inner.interp);
                        const orm::TypeEngine& plain = type->dialect_impl(*dialect);
                        orm::Value value = to_orm(owner, inner[0]);
                        if (Bind && converts)
                          value = type->convert_bind(std::move(value), *dialect);
                        if (process != nullptr) value = process(plain, *dialect, std::move(value));
                        if (!Bind && converts)
                          value = type->convert_result(std::move(value), *dialect);
                        return from_orm(owner, value);
                      });
}

// evaluates_none(): a copy of the type that stores None.
Value type_evaluates_none(Call& call) {
  Context& owner = context(call.interp);
  orm::TypeRef type = type_of(call);
  const Value object = user_type_object(*type);
  if (!object) return wrap_type(owner, type->evaluating_none());
  Value copy = user_type_copy(owner, object);
  call.interp.instance_set(copy, call.interp.intern("should_evaluate_none"), Value::boolean(true));
  return copy;
}
Value type_should_evaluate_none(Call& call) {
  return Value::boolean(type_of(call)->evaluates_none());
}

Value type_as_generic(Call& call) {
  Context& owner = context(call.interp);
  if (orm::TypeRef generic = type_of(call)->generic(owner.profile))
    return wrap_type(owner, generic);
  if (call.interp.truth(call[0])) return wrap_type(owner, orm::NullType());
  const Type* cls = call.interp.type_of(call.self);
  call.interp.raise("NotImplementedError",
                    "Default TypeEngine.as_generic() heuristic method was unsuccessful for " +
                        cls->module + "." + cls->name +
                        ". A custom as_generic() method must be implemented for this type class.");
}

const Binding kGenericRows[] = {
    {"as_generic", "allow_nulltype=False", guard<type_as_generic>,
     "{self}->generic(orm::profile_2_0)"},
};

const Binding kTypeRows[] = {
    {"evaluates_none", "", guard<type_evaluates_none>, "{self}->evaluating_none()"},
    {"should_evaluate_none", "", guard<type_should_evaluate_none>, "{self}->evaluates_none()",
     BindingKind::property},
    {"compile", "dialect=None", guard<type_compile>, "{dialect}.type_ddl({self})"},
    {"with_variant", "type_, *dialect_names", guard<type_with_variant>,
     "{self}->with_variant({args})"},
    {"python_type", "", guard<python_type>, "!a C++ value carries its own kind",
     BindingKind::property},
    {"copy", "**kw", type_self, "{self}"},
    {"coerce_compared_value", "op, value", guard<type_coerce_compared>,
     "orm::coerced_type({self}, {value})"},
    {"dialect_impl", "dialect", guard<type_dialect_impl>, "{self}->for_dialect({dialect}.name)"},
    {"literal_processor", "dialect", guard<type_literal_processor>,
     "orm::literal_sql(value, *{self}, {dialect})"},
    {"bind_processor", "dialect", guard<type_processor<true>>, "{dialect}.bind_processor(*{self})"},
    {"result_processor", "dialect, coltype=None", guard<type_processor<false>>,
     "{dialect}.result_processor(*{self})"},
};

Type* make_type_engine(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "TypeEngine", "sqlalchemy.sql.type_api");
  builder.payload<TypeData>();
  add_bindings(builder, kTypeRows);
  if (owner.profile.stmt_cache) add_bindings(builder, kGenericRows);
  Value comparator(owner.type("Comparator"));
  return builder.attribute("Comparator", comparator)
      .attribute("comparator_factory", comparator)
      .slots([](interp::Slots& slots) {
        slots.repr = type_repr;
        slots.str = guard<type_str>;
        slots.init = guard<init_type>;
        slots.getattr_missing = guard<type_argument>;
      })
      .build();
}

// The class that a class of types derives from: `VARCHAR` from `String`.
std::string base_of(const orm::TypeClass& cls) {
  static const std::map<std::string_view, const char*> kBases = {{"SmallInteger", "Integer"},
                                                                 {"BigInteger", "Integer"},
                                                                 {"INTEGER", "Integer"},
                                                                 {"INT", "Integer"},
                                                                 {"SMALLINT", "SmallInteger"},
                                                                 {"BIGINT", "BigInteger"},
                                                                 {"Text", "String"},
                                                                 {"Unicode", "String"},
                                                                 {"UnicodeText", "Text"},
                                                                 {"VARCHAR", "String"},
                                                                 {"CHAR", "String"},
                                                                 {"NVARCHAR", "Unicode"},
                                                                 {"NCHAR", "Unicode"},
                                                                 {"TEXT", "Text"},
                                                                 {"CLOB", "Text"},
                                                                 {"BOOLEAN", "Boolean"},
                                                                 {"Float", "Numeric"},
                                                                 {"Double", "Float"},
                                                                 {"FLOAT", "Float"},
                                                                 {"REAL", "Float"},
                                                                 {"DOUBLE", "Double"},
                                                                 {"DOUBLE_PRECISION", "Double"},
                                                                 {"NUMERIC", "Numeric"},
                                                                 {"DECIMAL", "Numeric"},
                                                                 {"DATE", "Date"},
                                                                 {"TIME", "Time"},
                                                                 {"DATETIME", "DateTime"},
                                                                 {"TIMESTAMP", "DateTime"},
                                                                 {"BLOB", "LargeBinary"},
                                                                 {"UUID", "Uuid"},
                                                                 {"Enum", "String"}};
  if (cls.dialect[0] != '\0') {
    if (orm::find_type_class(cls.name) != nullptr) return cls.name;
    switch (cls.kind) {
      case orm::TypeKind::integer:
        return "Integer";
      case orm::TypeKind::string:
        return "String";
      case orm::TypeKind::real:
        return "Float";
      case orm::TypeKind::numeric:
        return "Numeric";
      case orm::TypeKind::datetime:
        return "DateTime";
      case orm::TypeKind::binary:
        return "LargeBinary";
      case orm::TypeKind::enum_:
        return "Enum";
      case orm::TypeKind::json:
        return "JSON";
      case orm::TypeKind::uuid:
        return "Uuid";
      case orm::TypeKind::boolean:
        return "Boolean";
      default:
        return "TypeEngine";
    }
  }
  auto found = kBases.find(cls.name);
  return found != kBases.end() ? found->second : "TypeEngine";
}

// JSON.NULL: the null of JSON, where None may be that of SQL.
Type* make_json_null(Context& owner) {
  return interp::TypeBuilder(owner.interp, "symbol", "sqlalchemy.util.langhelpers")
      .slots([](interp::Slots& slots) {
        slots.repr = [](Interpreter&, const Value&) -> std::string {
          return "symbol('JSON_NULL')";
        };
      })
      .build();
}

bool is_class(const Value& value, std::string_view module, std::string_view name) {
  return value.is(Kind::kType) && value.as<Type>()->module == module &&
         value.as<Type>()->name == name;
}

}  // namespace

Type* make_column_type_class(Context& owner, std::string_view name) {
  const orm::TypeClass* cls = orm::find_type_class(name);
  if (cls == nullptr) return nullptr;
  std::string module = cls->dialect[0] == '\0' ? "sqlalchemy.sql.sqltypes"
                                               : "sqlalchemy.dialects." + std::string(cls->dialect);
  interp::TypeBuilder builder(owner.interp, cls->name, module);
  builder.base(owner.type(base_of(*cls).c_str()));
  if (name == "JSON") builder.attribute("NULL", owner.interp.new_instance(owner.type("JsonNull")));
  Type* type = builder.build();
  auto data = std::make_unique<TypeClassData>();
  data->name = std::string(name);
  type->class_payload = std::move(data);
  return type;
}

orm::TypeRef find_type(Context& owner, const Value& value) {
  if (!value.is_object()) return nullptr;
  if (orm::TypeRef user = find_user_type(owner, value)) return user;
  if (const auto* data = interp::try_payload<TypeData>(value)) return data->type;
  if (value.is(Kind::kType)) {
    if (const TypeClassData* data = type_class_of(value.as<Type>())) {
      if (data != value.as<Type>()->class_payload.get()) {
        return interp::payload<TypeData>(owner.interp, owner.interp.call(value)).type;
      }
      return construct_type(owner, data->name, {});
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
  if (Value object = user_type_object(*type)) return object;
  if (Value derived = lesson_type(*type)) {
    Value instance = owner.interp.new_instance(derived.as<Type>());
    interp::payload<TypeData>(owner.interp, instance).type = type;
    return instance;
  }
  const orm::TypeClass& cls = type->type_class();
  std::string name = cls.dialect[0] == '\0' ? cls.name : std::string(cls.dialect) + "." + cls.name;
  Value object = owner.interp.new_instance(owner.type(name.c_str()));
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
      return make_enum(owner, Arguments{&cls, 1, nullptr, 0}, "Enum");
    }
  }
  return find_type(owner, annotation);
}

bool is_json_null(Context& owner, const Value& value) {
  return value.is_object() && owner.interp.type_of(value) == owner.type("JsonNull");
}

void add_column_type_types(TypeTable& table) {
  table.emplace_back("TypeEngine", make_type_engine);
  table.emplace_back("JsonNull", make_json_null);
}

std::vector<BindingTable> column_type_tables() {
  return {{"sqlalchemy", "TypeEngine", kTypeRows, std::size(kTypeRows)},
          {"sqlalchemy", "TypeEngine", kGenericRows, std::size(kGenericRows)}};
}

}  // namespace lessonrun::bind
