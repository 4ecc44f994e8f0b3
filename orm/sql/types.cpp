// The table of type classes, their reprs and Enum.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/types.h>

#include <cctype>

namespace orm {

namespace {

using K = TypeKind;
// A lowercase name in `params` shows in repr() when it is set; `!` marks arguments shown always.
constexpr TypeClass kClasses[] = {
    {"NullType", "null", K::null_type, ""},
    {"Integer", "integer", K::integer, ""},
    {"SmallInteger", "small_integer", K::integer, ""},
    {"BigInteger", "big_integer", K::integer, ""},
    {"INTEGER", "INTEGER", K::integer, ""},
    {"INT", "INTEGER", K::integer, ""},
    {"SMALLINT", "SMALLINT", K::integer, ""},
    {"BIGINT", "BIGINT", K::integer, ""},
    {"String", "string", K::string, "length collation"},
    {"Text", "text", K::string, "length collation"},
    {"Unicode", "unicode", K::string, "length collation"},
    {"UnicodeText", "unicode_text", K::string, "length collation"},
    {"VARCHAR", "VARCHAR", K::string, "length collation"},
    {"NVARCHAR", "NVARCHAR", K::string, "length collation"},
    {"CHAR", "CHAR", K::string, "length collation"},
    {"NCHAR", "NCHAR", K::string, "length collation"},
    {"TEXT", "TEXT", K::string, "length collation"},
    {"CLOB", "CLOB", K::string, "length collation"},
    {"Boolean", "boolean", K::boolean, ""},
    {"BOOLEAN", "BOOLEAN", K::boolean, ""},
    {"Float", "float", K::real, "precision asdecimal"},
    {"Double", "double", K::real, "precision asdecimal"},
    {"FLOAT", "FLOAT", K::real, "precision asdecimal"},
    {"REAL", "REAL", K::real, "precision asdecimal"},
    {"DOUBLE", "DOUBLE", K::real, "precision asdecimal"},
    {"DOUBLE_PRECISION", "DOUBLE_PRECISION", K::real, "precision asdecimal"},
    {"Numeric", "numeric", K::numeric, "precision scale asdecimal"},
    {"NUMERIC", "NUMERIC", K::numeric, "precision scale asdecimal"},
    {"DECIMAL", "DECIMAL", K::numeric, "precision scale asdecimal"},
    {"Date", "date", K::date, ""},
    {"DATE", "DATE", K::date, ""},
    {"Time", "time", K::time, "timezone"},
    {"TIME", "TIME", K::time, "timezone"},
    {"DateTime", "datetime", K::datetime, "timezone"},
    {"DATETIME", "DATETIME", K::datetime, "timezone"},
    {"TIMESTAMP", "TIMESTAMP", K::datetime, "timezone"},
    {"Interval", "interval", K::interval, ""},
    {"LargeBinary", "large_binary", K::binary, "length"},
    {"BLOB", "BLOB", K::binary, "length"},
    {"BINARY", "BINARY", K::binary, "length"},
    {"VARBINARY", "VARBINARY", K::binary, "length"},
    {"JSON", "JSON", K::json, "none_as_null"},
    {"Uuid", "uuid", K::uuid, "as_uuid"},
    {"UUID", "UUID", K::uuid, "as_uuid"},
    {"Enum", "enum", K::enum_, ""},
    {"TypeDecorator", "type_decorator", K::decorator, ""},
    {"TupleType", "null", K::tuple, ""},
};

const TypeClass& class_named(std::string_view name) {
  const TypeClass* found = find_type_class(name);
  if (found == nullptr)
    throw UnsupportedError("the type " + std::string(name) + " is not supported");
  return *found;
}

TypeRef plain(const char* name) {
  // Types without arguments are made anew: the counts of shared ones would race between threads.
  return make_ref<TypeEngine>(class_named(name));
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

TypeArgs enum_args(TypeArgs args, const std::vector<Enum::Member>& members,
                   const std::string& class_name) {
  if (!args.length) {
    size_t longest = 0;
    for (const auto& member : members) {
      size_t characters = 0;
      for (char c : member.name) characters += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
      longest = std::max(longest, characters);
    }
    args.length = static_cast<int>(longest);
  }
  if (args.name.empty()) args.name = lower(class_name);
  return args;
}

}  // namespace

const TypeClass* find_type_class(std::string_view name) {
  for (const TypeClass& cls : kClasses)
    if (name == cls.name) return &cls;
  return nullptr;
}

TypeRef make_type(std::string_view class_name, TypeArgs args) {
  if (class_name == "PickleType")
    throw UnsupportedError(
        "PickleType is not supported: it stores Python's pickle format; use JSON or a "
        "TypeDecorator instead");
  return make_ref<TypeEngine>(class_named(class_name), std::move(args));
}

TypeRef Integer() { return plain("Integer"); }
TypeRef SmallInteger() { return plain("SmallInteger"); }
TypeRef BigInteger() { return plain("BigInteger"); }
TypeRef Text() { return plain("Text"); }
TypeRef UnicodeText() { return plain("UnicodeText"); }
TypeRef Boolean() { return plain("Boolean"); }
TypeRef Float() { return plain("Float"); }
TypeRef Double() { return plain("Double"); }
TypeRef DateType() { return plain("Date"); }
TypeRef TimeType() { return plain("Time"); }
TypeRef DateTimeType() { return plain("DateTime"); }
TypeRef IntervalType() { return plain("Interval"); }
TypeRef LargeBinary() { return plain("LargeBinary"); }
TypeRef JSON() { return plain("JSON"); }
TypeRef Uuid() { return plain("Uuid"); }
TypeRef NullType() { return plain("NullType"); }

String::operator TypeRef() const {
  TypeArgs args;
  if (length >= 0) args.length = length;
  return make_type("String", args);
}

TypeRef Unicode(std::optional<int> length) {
  TypeArgs args;
  args.length = length;
  return make_type("Unicode", args);
}

TypeRef Numeric(std::optional<int> precision, std::optional<int> scale) {
  TypeArgs args;
  args.precision = precision;
  args.scale = scale;
  return make_type("Numeric", args);
}

std::string TypeEngine::repr() const {
  std::string shown;
  auto add = [&](const char* name, const std::string& value) {
    if (!shown.empty()) shown += ", ";
    shown += std::string(name) + "=" + value;
  };
  std::string_view params = cls_.params;
  auto takes = [&](std::string_view name) { return params.find(name) != std::string_view::npos; };
  if (takes("length") && args_.length) add("length", std::to_string(*args_.length));
  if (takes("precision") && args_.precision) add("precision", std::to_string(*args_.precision));
  if (takes("scale") && args_.scale) add("scale", std::to_string(*args_.scale));
  if (takes("asdecimal") && args_.asdecimal && *args_.asdecimal == (kind() == K::real))
    add("asdecimal", *args_.asdecimal ? "True" : "False");
  if (takes("collation") && !args_.collation.empty()) add("collation", repr_text(args_.collation));
  if (takes("timezone") && args_.timezone) add("timezone", "True");
  if (takes("none_as_null") && args_.none_as_null) add("none_as_null", "True");
  if (takes("as_uuid") && !args_.as_uuid) add("as_uuid", "False");
  if (kind() == K::boolean && args_.create_constraint) add("create_constraint", "True");
  if (kind() == K::boolean && !args_.name.empty()) add("name", repr_text(args_.name));
  return std::string(cls_.name) + "(" + shown + ")";
}

const TypeEngine& TypeEngine::for_dialect(std::string_view dialect_name) const {
  for (const auto& [name, type] : variants_)
    if (name == dialect_name) return *type;
  return *this;
}

TypeRef TypeEngine::with_variant(TypeRef variant, std::string dialect_name) const {
  Ref<TypeEngine> copy = clone();
  copy->variants_.emplace_back(std::move(dialect_name), std::move(variant));
  return copy;
}

bool TypeEngine::same_affinity(const TypeEngine& other) const {
  auto family = [](const TypeEngine& type) {
    TypeKind kind = type.impl().kind();
    if (kind == K::enum_) return K::string;
    if (kind == K::real) return K::numeric;
    return kind;
  };
  return family(*this) == family(other);
}

void TypeEngine::append_key(KeyBuilder& key) const {
  key.number(reinterpret_cast<uintptr_t>(&cls_));
  auto optional = [&](const std::optional<int>& number) {
    key.number(number ? static_cast<uint64_t>(*number) : ~0ULL);
  };
  optional(args_.length);
  optional(args_.precision);
  optional(args_.scale);
  key.bytes.push_back(static_cast<char>((args_.asdecimal ? *args_.asdecimal ? 1 : 2 : 0) |
                                        (args_.timezone ? 4 : 0) | (args_.as_uuid ? 8 : 0) |
                                        (args_.none_as_null ? 16 : 0)));
  if (!args_.collation.empty()) key.string(args_.collation);
  for (const auto& [name, type] : variants_) {
    key.string(name);
    type->append_key(key);
  }
}

Enum::Enum(std::vector<Member> members, std::string class_name, TypeArgs args)
    : TypeEngine(class_named("Enum"), enum_args(std::move(args), members, class_name)),
      members_(std::move(members)),
      class_name_(std::move(class_name)) {}

std::string Enum::repr() const {
  std::string shown;
  for (const auto& member : members_) {
    if (!shown.empty()) shown += ", ";
    shown += repr_text(member.name);
  }
  if (!args_.name.empty()) shown += ", name=" + repr_text(args_.name);
  if (!args_.native) shown += ", native_enum=False";
  if (args_.create_constraint) shown += ", create_constraint=True";
  return "Enum(" + shown + ")";
}

void Enum::append_key(KeyBuilder& key) const {
  TypeEngine::append_key(key);
  for (const auto& member : members_) key.string(member.name);
  for (const auto& member : members_)
    if (const Opaque* object = member.value.object()) key.object(object);
}

namespace {
std::string possible_values(const std::vector<Enum::Member>& members) {
  std::string out;
  for (size_t i = 0; i < members.size(); ++i) {
    if (members.size() > 4 && i == 3) {
      out += ", ..., " + members.back().name;
      break;
    }
    if (i > 0) out += ", ";
    out += members[i].name;
  }
  return out;
}
}  // namespace

Value Enum::convert_bind(Value value, const Dialect&) const {
  if (value.is_null()) return value;
  for (const auto& member : members_)
    if (member.value == value) return Value(member.name);
  if (value.kind() == ValueKind::text) {
    for (const auto& member : members_)
      if (member.name == value.as_text()) return value;
    if (class_name_.empty()) return value;
  }
  std::string given = value.kind() == ValueKind::text ? repr_text(value.as_text()) : value.repr();
  throw KeyError(given + " is not among the defined enum values. Enum name: " +
                 (args_.name.empty() ? "None" : args_.name) +
                 ". Possible values: " + possible_values(members_));
}

Value Enum::convert_result(Value value, const Dialect&) const {
  if (value.is_null()) return value;
  if (value.kind() == ValueKind::text)
    for (const auto& member : members_)
      if (member.name == value.as_text()) return member.value;
  throw KeyError(value.repr() + " is not among the defined enum values. Enum name: " +
                 (args_.name.empty() ? "None" : args_.name) +
                 ". Possible values: " + possible_values(members_));
}

TypeDecorator::TypeDecorator(std::string class_name, TypeRef impl, bool cache_ok)
    : TypeEngine(class_named("TypeDecorator"), impl->args()),
      class_name_(std::move(class_name)),
      impl_(std::move(impl)),
      cache_ok_(cache_ok) {}

std::string TypeDecorator::repr() const {
  std::string inner = impl_->repr();
  return class_name_ + inner.substr(inner.find('('));
}

void TypeDecorator::append_key(KeyBuilder& key) const {
  if (!cache_ok_) key.cacheable = false;
  key.object(this);
}

TypeRef type_of_value(const Value& value) {
  switch (value.kind()) {
    case ValueKind::boolean:
      return Boolean();
    case ValueKind::integer:
    case ValueKind::bigint:
      return Integer();
    case ValueKind::real:
      return Float();
    case ValueKind::decimal:
      return Numeric();
    case ValueKind::text:
      return String();
    case ValueKind::bytes:
      return LargeBinary();
    case ValueKind::date:
      return DateType();
    case ValueKind::time:
      return TimeType();
    case ValueKind::datetime:
      return DateTimeType();
    case ValueKind::interval:
      return IntervalType();
    case ValueKind::uuid:
      return Uuid();
    default:
      return NullType();
  }
}

}  // namespace orm
