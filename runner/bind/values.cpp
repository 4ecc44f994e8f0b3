// Values on their way between Python and the database.
#include <cstdlib>

#include "orm/bundle.h"
#include "orm/orm_error.h"
#include "runner/bind/column_types.h"
#include "runner/bind/context.h"
#include "runner/bind/instances.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

int64_t field(Interpreter& interp, const Value& object, const char* name) {
  return interp.to_int64(interp.getattr(object, name));
}

orm::Date date_of(Interpreter& interp, const Value& object) {
  return {static_cast<int16_t>(field(interp, object, "year")),
          static_cast<uint8_t>(field(interp, object, "month")),
          static_cast<uint8_t>(field(interp, object, "day"))};
}

orm::Time time_of(Interpreter& interp, const Value& object) {
  return {static_cast<uint8_t>(field(interp, object, "hour")),
          static_cast<uint8_t>(field(interp, object, "minute")),
          static_cast<uint8_t>(field(interp, object, "second")),
          static_cast<uint32_t>(field(interp, object, "microsecond"))};
}

orm::DateTime datetime_of(Interpreter& interp, const Value& object) {
  orm::DateTime value;
  value.date = date_of(interp, object);
  value.time = time_of(interp, object);
  Value zone = interp.getattr(object, "tzinfo");
  if (!zone.is_none()) {
    value.aware = true;
    Value offset = interp.call_method(object, "utcoffset");
    value.utc_offset = static_cast<int32_t>(field(interp, offset, "days") * 86400 +
                                            field(interp, offset, "seconds"));
  }
  return value;
}

// The class of the standard library that an object belongs to: `datetime.date`, or "".
std::string library_class(const Type* type) {
  for (const Type* at : type->mro) {
    if (at->module == "datetime" || at->module == "decimal" || at->module == "uuid") {
      return at->name;
    }
  }
  return {};
}

bool is_enum_member(Interpreter& interp, const Value& value) {
  for (const Type* at : interp.type_of(value)->mro) {
    if (at->name == "Enum" && at->module == "enum") return true;
  }
  return false;
}

std::string dump_json(Interpreter& interp, const Value& value) {
  Value dumps = interp.getattr(interp.import_module("json"), "dumps");
  return std::string(interp.text(interp.call(dumps, {value})));
}

Value from_library(Interpreter& interp, const char* module, const char* name,
                   std::initializer_list<Value> arguments) {
  return interp.call(interp.getattr(interp.import_module(module), name), arguments);
}

Value wrap_datetime(Interpreter& interp, const orm::DateTime& value) {
  Value made = from_library(interp, "datetime", "datetime",
                            {Value::integer(value.date.year), Value::integer(value.date.month),
                             Value::integer(value.date.day), Value::integer(value.time.hour),
                             Value::integer(value.time.minute), Value::integer(value.time.second),
                             Value::integer(value.time.microsecond)});
  if (!value.aware) return made;
  Value delta = from_library(interp, "datetime", "timedelta",
                             {Value::integer(0), Value::integer(value.utc_offset)});
  Value zone = from_library(interp, "datetime", "timezone", {delta});
  return interp.call(interp.getattr(made, "replace"), {}, {{"tzinfo", zone}});
}

}  // namespace

bool PythonObject::equals(const orm::Opaque& other) const {
  const auto* object = dynamic_cast<const PythonObject*>(&other);
  return object != nullptr && interp.equal(value, object->value);
}

size_t PythonObject::hash() const { return static_cast<size_t>(interp.hash(value)); }

namespace {

// The attribute by which an object of a class written in Python says its SQL type.
constexpr const char* kTypeAttribute = "__sa_type_engine__";

bool knows_type(Interpreter& interp, const Value& value) {
  const Type* type = interp.type_of(value);
  return type->heap && interp.find_attr(Value(const_cast<Type*>(type)), kTypeAttribute);
}

}  // namespace

orm::TypeRef PythonObject::sql_type() const {
  if (!knows_type(interp, value)) return nullptr;
  return find_type(context(interp), interp.getattr(value, kTypeAttribute));
}

orm::Value to_orm(Context& context, const Value& value) {
  Interpreter& interp = context.interp;
  switch (value.tag()) {
    case interp::Tag::kNone:
    case interp::Tag::kUndefined:
      return {};
    case interp::Tag::kBool:
      return orm::Value(value.as_bool());
    case interp::Tag::kInt:
      return orm::Value(value.as_int());
    case interp::Tag::kFloat:
      return orm::Value(value.as_float());
    default:
      break;
  }
  if (value.is(Kind::kStr)) {
    if (value.object()->type == interp.types().str || !is_enum_member(interp, value)) {
      return orm::Value(std::string_view(value.as<interp::StrObject>()->text));
    }
  } else if (value.is(Kind::kBigInt)) {
    return orm::Value::bigint(interp.int_to_decimal(value));
  } else if (value.is(Kind::kBytes) || value.is(Kind::kByteArray)) {
    return orm::Value::bytes(value.as<interp::BytesObject>()->data);
  } else if ((value.is(Kind::kList) || value.is(Kind::kTuple)) && !knows_type(interp, value)) {
    std::vector<orm::Value> converted;
    for (const Value& item : interp.to_vector(value)) converted.push_back(to_orm(context, item));
    return value.is(Kind::kList) ? orm::Value::list(std::move(converted))
                                 : orm::Value::tuple(std::move(converted));
  } else if (value.is(Kind::kDict)) {
    return orm::Value::json(dump_json(interp, value));
  }
  if (orm::InstanceState* state = find_state(context, value)) return state->as_value();
  std::string library = library_class(interp.type_of(value));
  if (library == "datetime") return orm::Value(datetime_of(interp, value));
  if (library == "date") return orm::Value(date_of(interp, value));
  if (library == "time") return orm::Value(time_of(interp, value));
  if (library == "timedelta") {
    int64_t days = field(interp, value, "days");
    int64_t seconds = field(interp, value, "seconds");
    int64_t microseconds = field(interp, value, "microseconds");
    return orm::Value(orm::Interval{(days * 86400 + seconds) * 1000000 + microseconds});
  }
  if (library == "Decimal") return orm::Value::decimal(interp.str_of(value));
  if (library == "UUID") return orm::Value::uuid(interp.str_of(value));
  if (orm::ClauseRef clause = find_clause(context, value)) {
    if (auto* column = orm::as_column(clause.get())) {
      return orm::Value(orm::Ref<orm::Opaque>(orm::make_ref<orm::ExpressionValue>(column->ref())));
    }
  }
  if (is_json_null(context, value)) return orm::Value::json("null");
  return orm::Value(orm::Ref<orm::Opaque>(orm::make_ref<PythonObject>(interp, value)));
}

Value from_orm(Context& context, const orm::Value& value) {
  Interpreter& interp = context.interp;
  switch (value.kind()) {
    case orm::ValueKind::null:
      return Value::none();
    case orm::ValueKind::boolean:
      return Value::boolean(value.as_bool());
    case orm::ValueKind::integer:
      return Value::integer(value.as_int());
    case orm::ValueKind::real:
      return Value::real(value.as_double());
    case orm::ValueKind::text:
      return interp.str(value.as_text());
    case orm::ValueKind::bytes:
      return interp.bytes(value.as_string());
    case orm::ValueKind::bigint:
      return interp.big_int(value.as_text());
    case orm::ValueKind::date: {
      orm::Date date = value.as_date();
      return from_library(
          interp, "datetime", "date",
          {Value::integer(date.year), Value::integer(date.month), Value::integer(date.day)});
    }
    case orm::ValueKind::time: {
      orm::Time time = value.as_time();
      return from_library(interp, "datetime", "time",
                          {Value::integer(time.hour), Value::integer(time.minute),
                           Value::integer(time.second), Value::integer(time.microsecond)});
    }
    case orm::ValueKind::datetime:
      return wrap_datetime(interp, value.as_datetime());
    case orm::ValueKind::interval:
      return from_library(
          interp, "datetime", "timedelta",
          {Value::integer(0), Value::integer(0), Value::integer(value.as_interval().microseconds)});
    case orm::ValueKind::decimal:
      return from_library(interp, "decimal", "Decimal", {interp.str(value.as_text())});
    case orm::ValueKind::uuid:
      return from_library(interp, "uuid", "UUID", {interp.str(value.as_text())});
    case orm::ValueKind::json:
      return from_library(interp, "json", "loads", {interp.str(value.as_text())});
    case orm::ValueKind::list:
    case orm::ValueKind::tuple: {
      std::vector<Value> converted;
      for (const orm::Value& item : value.as_list()) converted.push_back(from_orm(context, item));
      return value.kind() == orm::ValueKind::list ? interp.list(std::move(converted))
                                                  : interp.tuple(std::move(converted));
    }
    case orm::ValueKind::object:
      break;
  }
  const orm::Opaque& held_object = *value.object();
  if (typeid(held_object) == typeid(orm::InstanceValue)) {
    return object_of(*static_cast<const orm::InstanceValue&>(held_object).instance);
  }
  if (const auto* object = dynamic_cast<const PythonObject*>(value.object())) return object->value;
  if (const auto* instance = dynamic_cast<const orm::InstanceValue*>(value.object())) {
    return object_of(*instance->instance);
  }
  if (const auto* row = dynamic_cast<const orm::RowValue*>(value.object())) {
    return wrap_row(context, row->row);
  }
  if (const auto* held = dynamic_cast<const orm::ExpressionValue*>(value.object())) {
    return wrap(context, held->expression);
  }
  return Value::none();
}

std::vector<std::pair<std::string, Value>> dict_items(Context& context, const Value& dict) {
  std::vector<std::pair<std::string, Value>> pairs;
  if (!dict || dict.is_none()) return pairs;
  if (dict.is(Kind::kDict)) {
    interp::HashTable& table = dict.as<interp::DictObject>()->table;
    for (size_t at = table.next(0); at < table.end(); at = table.next(at + 1)) {
      pairs.emplace_back(context.interp.str_of(table.at(at).key), table.at(at).value);
    }
    return pairs;
  }
  // Any mapping: a RowMapping, an OrderedDict.
  for (const Value& key : context.interp.to_vector(context.interp.call_method(dict, "keys"))) {
    pairs.emplace_back(context.interp.str_of(key), context.interp.getitem(dict, key));
  }
  return pairs;
}

orm::ParameterSet to_parameters(Context& context, const Value& dict) {
  orm::ParameterSet parameters;
  for (auto& [name, value] : dict_items(context, dict)) {
    parameters.emplace_back(name, to_orm(context, value));
  }
  return parameters;
}

std::vector<orm::ParameterSet> to_parameter_sets(Context& context, const Value& value) {
  std::vector<orm::ParameterSet> sets;
  if (!value || value.is_none()) return sets;
  if (value.is(Kind::kList) || value.is(Kind::kTuple)) {
    for (const Value& item : context.interp.to_vector(value)) {
      bool is_mapping = item.is(Kind::kDict) || context.interp.find_attr(item, "keys");
      if (!is_mapping) {
        raise_error(context, orm::ArgumentError::cls,
                    context.profile.connectionless
                        ? "List argument must consist only of tuples or dictionaries"
                        : "List argument must consist only of dictionaries");
      }
      sets.push_back(to_parameters(context, item));
    }
    return sets;
  }
  if (value.is(Kind::kDict) || context.interp.find_attr(value, "keys")) {
    sets.push_back(to_parameters(context, value));
    return sets;
  }
  raise_error(context, orm::ArgumentError::cls, "mapping or list expected for parameters");
}

const std::vector<Value>& items(const Value& tuple) {
  return tuple.as<interp::TupleObject>()->items;
}

}  // namespace lessonrun::bind
