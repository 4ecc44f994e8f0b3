// Values as literals in SQL: what literal_binds, DDL and late parameters are written with.
#include <orm/compiler.h>
#include <orm/error.h>

namespace orm {

namespace {

std::string hex_of(std::string_view uuid) {
  std::string digits;
  for (char c : uuid)
    if (c != '-') digits += c;
  return digits;
}

std::string no_literal(const Value& value, const TypeEngine& type, const Dialect& dialect) {
  std::string shown = value.repr();
  // str() of older releases writes anything.
  if (!dialect.profile->literal_dates && dialect.name == "default")
    return dialect.quote_literal(value.str());
  if (!dialect.profile->literal_dates)
    throw NotImplementedError("Don't know how to literal-quote value " + shown);
  if (type.is_null_type() && type.impl().kind() == TypeKind::null_type)
    throw CompileError("Could not render literal value \"" + shown +
                       "\" with datatype NULL; see parent stack trace for more detail.");
  throw CompileError("No literal value renderer is available for literal value \"" + shown +
                     "\" with datatype " + dialect.type_ddl(type));
}

// Dates and times as this database stores them, or as ISO text.
std::string temporal(const Value& value, const TypeEngine& type, const Dialect& dialect) {
  const TypeEngine& impl = type.dialect_impl(dialect);
  if (Processor process = dialect.bind_processor(impl)) {
    Value stored = process(impl, dialect, value);
    if (stored.kind() == ValueKind::text) return dialect.quote_literal(stored.as_text());
  }
  if (!dialect.profile->literal_dates) return no_literal(value, type, dialect);
  switch (value.kind()) {
    case ValueKind::date:
      return dialect.literal_date("'" + iso_date(value.as_date()) + "'", value);
    case ValueKind::time:
      return dialect.literal_date("'" + iso_time(value.as_time()) + "'", value);
    case ValueKind::datetime:
      return dialect.literal_date("'" + iso_datetime(value.as_datetime()) + "'", value);
    default:
      return no_literal(value, type, dialect);
  }
}

}  // namespace

std::string literal_sql(const Value& value, const TypeEngine& given, const Dialect& dialect) {
  const TypeEngine& type = given.for_dialect(dialect.name);
  if (type.customized()) {
    if (std::optional<Value> written = type.literal_param(value, dialect)) {
      const TypeEngine& stored = type.dialect_impl(dialect);
      const bool raw = written->kind() == ValueKind::text && stored.kind() != TypeKind::string;
      return raw ? written->as_string() : literal_sql(*written, stored, dialect);
    }
  }
  Value bound = type.converts_bind() ? type.convert_bind(value, dialect) : value;
  const TypeEngine& impl = type.dialect_impl(dialect);
  if (impl.kind() == TypeKind::json && bound.kind() != ValueKind::null) {
    if (Processor process = dialect.bind_processor(impl)) bound = process(impl, dialect, bound);
  }
  // A type of the program's own says itself how to write its values.
  const bool own = type.customized() && impl.kind() == TypeKind::user;
  if (own && bound.kind() != ValueKind::null) return no_literal(value, type, dialect);
  switch (bound.kind()) {
    case ValueKind::null:
      return "NULL";
    case ValueKind::boolean:
      if (dialect.true_text != nullptr && impl.kind() == TypeKind::boolean)
        return bound.as_bool() ? dialect.true_text : dialect.false_text;
      if (dialect.supports_native_boolean) return bound.as_bool() ? "true" : "false";
      return bound.as_bool() ? "1" : "0";
    case ValueKind::integer:
    case ValueKind::real:
    case ValueKind::bigint:
      return bound.repr();
    case ValueKind::decimal:
      return bound.as_string();
    case ValueKind::text:
    case ValueKind::json:
      return dialect.literal_string(bound.as_text(), impl);
    case ValueKind::bytes:
      if (impl.kind() == TypeKind::binary) return dialect.quote_literal(bound.as_text());
      return no_literal(value, type, dialect);
    case ValueKind::date:
    case ValueKind::time:
    case ValueKind::datetime:
    case ValueKind::interval:
      return temporal(bound, type, dialect);
    case ValueKind::uuid:
      return dialect.quote_literal(dialect.supports_native_uuid ? std::string(bound.as_text())
                                                                : hex_of(bound.as_text()));
    case ValueKind::list:
    case ValueKind::tuple: {
      std::string out;
      for (const Value& item : bound.as_list())
        out += (out.empty() ? "" : ", ") + literal_sql(item, type, dialect);
      return "(" + out + ")";
    }
    default:
      return no_literal(value, type, dialect);
  }
}

}  // namespace orm
