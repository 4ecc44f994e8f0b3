// The table of type classes, their reprs and Enum.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/expression.h>
#include <orm/profile.h>
#include <orm/types.h>

#include <algorithm>
#include <cctype>

namespace orm {

namespace {

using K = TypeKind;

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

Value TypeArgs::get(std::string_view wanted) const {
  for (const auto& [key, value] : extra)
    if (key == wanted) return value;
  return {};
}

bool TypeArgs::flag(std::string_view wanted) const {
  Value value = get(wanted);
  return !value.is_null() && !(value == Value(false));
}

std::string TypeEngine::argument_repr(std::string_view name) const {
  auto number = [](const std::optional<int>& value) -> std::string {
    return value ? std::to_string(*value) : "None";
  };
  auto flag = [](bool value) -> std::string { return value ? "True" : "False"; };
  auto words = [](const std::string& value) -> std::string {
    return value.empty() ? "None" : repr_text(value);
  };
  if (name == "length") return number(args_.length);
  if (name == "precision") return number(args_.precision);
  if (name == "scale") return number(args_.scale);
  if (name == "decimal_return_scale") return number(args_.decimal_return_scale);
  if (name == "asdecimal") return flag(args_.asdecimal.value_or(kind() == TypeKind::numeric));
  if (name == "timezone") return flag(args_.timezone);
  if (name == "as_uuid") return flag(args_.as_uuid);
  if (name == "none_as_null") return flag(args_.none_as_null);
  if (name == "create_constraint") return flag(args_.create_constraint.value_or(false));
  if (name == "native") return flag(args_.native);
  if (name == "collation") return words(args_.collation);
  if (name == "name") return words(args_.name);
  if (name == "item_type") return args_.item ? args_.item->repr() : "None";
  Value given = args_.get(name);
  return given.is_null() ? std::string() : given.repr();
}

bool TypeEngine::evaluates_none() const {
  return args_.evaluates_none.value_or(kind() == TypeKind::json && !args_.none_as_null);
}

TypeRef TypeEngine::evaluating_none() const {
  Ref<TypeEngine> copy = clone();
  copy->args_.evaluates_none = true;
  return copy;
}

namespace {

// The family of one database's type, or of a word of SQL's own: the class with a name in mixed
// case.
const char* family_of(const TypeClass& cls) {
  const std::string_view name = cls.name;
  // Types that only PostgreSQL knows, beside its words for those of others.
  static constexpr std::string_view kNone[] = {
      "INET", "CIDR", "MACADDR", "MACADDR8", "TSVECTOR", "JSONPATH", "BIT", "OID", "HSTORE"};
  if (cls.dialect == std::string_view("postgresql") &&
      std::find(std::begin(kNone), std::end(kNone), name) != std::end(kNone))
    return nullptr;
  const bool national = name == "NVARCHAR" || name == "NCHAR" || name == "NVARCHAR2";
  switch (cls.kind) {
    case TypeKind::integer:
      return name == "BIGINT" ? "BigInteger" : name == "SMALLINT" ? "SmallInteger" : "Integer";
    case TypeKind::string:
      return national                                              ? "Unicode"
             : name == "TEXT" || name == "CLOB" || name == "NCLOB" ? "Text"
                                                                   : "String";
    case TypeKind::boolean:
      return "Boolean";
    case TypeKind::real:
      return name == "DOUBLE" || name == "DOUBLE_PRECISION" ? "Double" : "Float";
    case TypeKind::numeric:
      return "Numeric";
    case TypeKind::date:
      return "Date";
    case TypeKind::time:
      return "Time";
    case TypeKind::datetime:
      return "DateTime";
    case TypeKind::interval:
      return "Interval";
    case TypeKind::binary:
      return "LargeBinary";
    case TypeKind::enum_:
      return "Enum";
    case TypeKind::json:
      return "JSON";
    case TypeKind::uuid:
      return "Uuid";
    case TypeKind::array:
      return "ARRAY";
    default:
      return nullptr;
  }
}

bool is_upper(std::string_view name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

TypeRef TypeEngine::generic(const Profile& profile) const {
  const bool own = cls_.dialect[0] == '\0' && !is_upper(cls_.name);
  if (own || kind() == TypeKind::enum_) return TypeRef(this);
  const char* family = family_of(cls_);
  // 2.0 has made families of what were words of single databases before.
  if (!profile.double_types && kind() == TypeKind::uuid) family = nullptr;
  if (!profile.double_types && family != nullptr && std::string_view(family) == "Double")
    family = "Float";
  if (family == nullptr) return nullptr;
  TypeArgs args = args_;
  args.extra.clear();
  if (!args.asdecimal && std::string_view(cls_.params).find("asdecimal=True") != std::string::npos)
    args.asdecimal = true;
  // Oracle's NUMBER is decimal where it has digits after the point.
  if (!args.asdecimal && std::string_view(cls_.name) == "NUMBER")
    args.asdecimal = args.scale.value_or(0) > 0;
  return make_type(family, std::move(args));
}

Ref<ColumnElement> TypeEngine::bind_expression(const Ref<ColumnElement>&) const { return nullptr; }
Ref<ColumnElement> TypeEngine::column_expression(const Ref<ColumnElement>&) const {
  return nullptr;
}

std::string TypeEngine::repr() const {
  if (cls_.visit_name == std::string_view("DOMAIN") && args_.item)
    return "DOMAIN(" + repr_text(args_.name) + ", " + args_.item->repr() + ")";
  std::string shown;
  std::string_view params = cls_.params;
  while (!params.empty()) {
    size_t end = std::min(params.find(' '), params.size());
    std::string_view token = params.substr(0, end);
    params.remove_prefix(std::min(end + 1, params.size()));
    size_t equals = token.find('=');
    std::string_view name = token.substr(0, equals);
    std::string usual(equals == std::string_view::npos ? "None" : token.substr(equals + 1));
    if (name == "*" || name == "_enums") continue;
    std::string value = argument_repr(name);
    if (value.empty() || value == usual) continue;
    if (!shown.empty()) shown += ", ";
    // An argument without a default is shown without its name.
    shown += name == "item_type" ? value : std::string(name) + "=" + value;
  }
  return std::string(cls_.name) + "(" + shown + ")";
}

const TypeEngine& TypeEngine::for_dialect(std::string_view dialect_name) const {
  for (const auto& [name, type] : variants_)
    if (name == dialect_name) return *type;
  return *this;
}

const TypeEngine& TypeEngine::dialect_impl(const Dialect& dialect) const {
  const TypeEngine& plain = for_dialect(dialect.name);
  if (&plain != this) return plain.dialect_impl(dialect);
  const TypeEngine& inner = impl();
  return &inner != this ? inner.dialect_impl(dialect) : inner;
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

TypeRef coerced_type(const TypeRef& own, const Value& value) {
  TypeRef theirs = type_of_value(value);
  bool fits = theirs->is_null_type() || theirs->same_affinity(*own) ||
              own->kind() == K::decorator || own->kind() == K::enum_ || own->kind() == K::uuid;
  return fits ? own : theirs;
}

void TypeEngine::append_variants(KeyBuilder& key) const {
  for (const auto& [name, type] : variants_) {
    key.string(name);
    type->append_key(key);
  }
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
  for (const auto& [name, value] : args_.extra) {
    key.string(name);
    key.string(value.repr());
  }
  if (args_.item) args_.item->append_key(key);
  append_variants(key);
}

Enum::Enum(std::vector<Member> members, std::string class_name, TypeArgs args,
           std::string_view type_class)
    : TypeEngine(class_named(type_class), enum_args(std::move(args), members, class_name)),
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
  if (args_.create_constraint.value_or(false)) shown += ", create_constraint=True";
  return std::string(cls_.name) + "(" + shown + ")";
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
    // Unknown text goes to the database, which may know it, unless validate_strings asks otherwise.
    if (!args_.flag("validate_strings")) return value;
  }
  std::string given = value.kind() == ValueKind::text ? repr_text(value.as_text()) : value.repr();
  throw LookupError(given + " is not among the defined enum values. Enum name: " +
                    (args_.name.empty() ? "None" : args_.name) +
                    ". Possible values: " + possible_values(members_));
}

Value Enum::convert_result(Value value, const Dialect&) const {
  if (value.is_null()) return value;
  if (value.kind() == ValueKind::text)
    for (const auto& member : members_)
      if (member.name == value.as_text()) return member.value;
  throw LookupError(value.repr() + " is not among the defined enum values. Enum name: " +
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
    case ValueKind::object:
      if (const auto* typed = dynamic_cast<const TypedValue*>(value.object())) {
        if (TypeRef type = typed->sql_type()) return type;
      }
      return NullType();
    default:
      return NullType();
  }
}

}  // namespace orm
