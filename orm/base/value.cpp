// Storage, equality and hashing of Value. Texts beyond 22 bytes and lists live in counted blocks.
#include <orm/value.h>

#include <cmath>

namespace orm {

struct Value::SharedText {
  uint32_t refs;
  std::string text;
};
struct Value::SharedList {
  uint32_t refs;
  std::vector<Value> items;
};

namespace {
bool is_textual(ValueKind kind) { return kind >= ValueKind::text && kind <= ValueKind::json; }
bool is_list_kind(ValueKind kind) { return kind == ValueKind::list || kind == ValueKind::tuple; }
bool is_number(ValueKind kind) {
  return kind == ValueKind::boolean || kind == ValueKind::integer || kind == ValueKind::real;
}
}  // namespace

Value::Value(ValueKind kind, std::string_view text) : Value(kind) {
  if (text.size() <= kInline) {
    if (!text.empty()) std::memcpy(bytes_, text.data(), text.size());
    size_ = static_cast<uint8_t>(text.size());
  } else {
    size_ = kShared;
    put(new SharedText{1, std::string(text)});
  }
}

Value::Value(Ref<Opaque> object) noexcept : Value(ValueKind::object) { put(object.detach()); }

std::vector<ParameterSet> ParameterRows::sets() const {
  std::vector<ParameterSet> sets(count);
  for (size_t row = 0; row < count; ++row) {
    sets[row].reserve(names.size());
    for (size_t i = 0; i < names.size(); ++i) {
      sets[row].emplace_back(names[i], cells[row * names.size() + i]);
    }
  }
  return sets;
}

Value Value::list(std::vector<Value> items) {
  Value value(ValueKind::list);
  value.put(new SharedList{1, std::move(items)});
  return value;
}

Value Value::tuple(std::vector<Value> items) {
  Value value = list(std::move(items));
  value.kind_ = ValueKind::tuple;
  return value;
}

void Value::share() const noexcept {
  if (is_textual(kind_)) {
    if (size_ == kShared) ++get<SharedText*>()->refs;
  } else if (is_list_kind(kind_)) {
    ++get<SharedList*>()->refs;
  } else if (Opaque* opaque = object()) {
    opaque->retain();
  }
}

void Value::drop() noexcept {
  if (is_textual(kind_)) {
    if (size_ == kShared) {
      auto* shared = get<SharedText*>();
      if (--shared->refs == 0) delete shared;
    }
  } else if (is_list_kind(kind_)) {
    auto* shared = get<SharedList*>();
    if (--shared->refs == 0) delete shared;
  } else if (Opaque* opaque = object()) {
    opaque->release();
  }
  kind_ = ValueKind::null;
}

std::string_view Value::as_text() const noexcept {
  if (!is_textual(kind_)) return {};
  return size_ == kShared ? std::string_view(get<SharedText*>()->text)
                          : std::string_view(bytes_, size_);
}

const std::vector<Value>& Value::as_list() const noexcept {
  static const std::vector<Value> empty;
  return is_list_kind(kind_) ? get<SharedList*>()->items : empty;
}

Opaque* Value::object() const noexcept {
  return kind_ == ValueKind::object ? get<Opaque*>() : nullptr;
}

Ref<Opaque> Value::as_object() const noexcept { return Ref<Opaque>(object()); }

std::string Value::type_name() const {
  switch (kind_) {
    case ValueKind::null:
      return "NoneType";
    case ValueKind::boolean:
      return "bool";
    case ValueKind::integer:
    case ValueKind::bigint:
      return "int";
    case ValueKind::real:
      return "float";
    case ValueKind::date:
      return "date";
    case ValueKind::time:
      return "time";
    case ValueKind::datetime:
      return "datetime";
    case ValueKind::interval:
      return "timedelta";
    case ValueKind::text:
      return "str";
    case ValueKind::bytes:
      return "bytes";
    case ValueKind::decimal:
      return "Decimal";
    case ValueKind::uuid:
      return "UUID";
    case ValueKind::json: {
      std::string_view text = as_text();
      return !text.empty() && text[0] == '[' ? "list" : "dict";
    }
    case ValueKind::list:
      return "list";
    case ValueKind::tuple:
      return "tuple";
    case ValueKind::object:
      return object()->type_name();
  }
  return "object";
}

namespace {
double number_of(const Value& value) {
  if (value.kind() == ValueKind::boolean) return value.as_bool() ? 1 : 0;
  if (value.kind() == ValueKind::integer) return static_cast<double>(value.as_int());
  return value.as_double();
}

// Digits of a decimal without trailing zeros after the point, so that 3.10 equals 3.1.
std::string_view plain_digits(std::string_view text) {
  if (text.find('.') == std::string_view::npos) return text;
  while (text.back() == '0') text.remove_suffix(1);
  if (text.back() == '.') text.remove_suffix(1);
  return text;
}
}  // namespace

bool Value::operator==(const Value& other) const noexcept {
  if (kind_ == other.kind_) {
    if (kind_ == ValueKind::integer) return as_int() == other.as_int();
    if (kind_ == ValueKind::real) return as_double() == other.as_double();
  }
  if (is_number(kind_) && is_number(other.kind_)) {
    if (kind_ == ValueKind::integer && other.kind_ == ValueKind::integer)
      return as_int() == other.as_int();
    return number_of(*this) == number_of(other);
  }
  if (kind_ != other.kind_) return false;
  switch (kind_) {
    case ValueKind::null:
      return true;
    case ValueKind::date:
      return as_date() == other.as_date();
    case ValueKind::time:
      return as_time() == other.as_time();
    case ValueKind::datetime:
      return as_datetime() == other.as_datetime();
    case ValueKind::interval:
      return as_interval() == other.as_interval();
    case ValueKind::decimal:
      return plain_digits(as_text()) == plain_digits(other.as_text());
    case ValueKind::list:
    case ValueKind::tuple:
      return as_list() == other.as_list();
    case ValueKind::object:
      return object() == other.object() || object()->equals(*other.object());
    default:
      return as_text() == other.as_text();
  }
}

size_t Value::hash() const noexcept {
  // Most keys are whole numbers that a double can hold.
  if (kind_ == ValueKind::integer && as_int() == static_cast<int32_t>(as_int())) {
    return std::hash<int64_t>()(as_int());
  }
  switch (kind_) {
    case ValueKind::null:
      return 0x9e3779b9;
    case ValueKind::boolean:
    case ValueKind::integer:
    case ValueKind::real: {
      double number = number_of(*this);
      if (kind_ != ValueKind::real || number == std::floor(number))
        if (std::fabs(number) < 9e18)
          return std::hash<int64_t>()(kind_ == ValueKind::integer ? as_int()
                                                                  : static_cast<int64_t>(number));
      return std::hash<double>()(number);
    }
    case ValueKind::date: {
      Date date = as_date();
      return static_cast<size_t>(days_from_civil(date)) * 31;
    }
    case ValueKind::time: {
      Time time = as_time();
      return time.hour * 3600000000ULL + time.minute * 60000000ULL + time.second * 1000000ULL +
             time.microsecond;
    }
    case ValueKind::datetime: {
      DateTime value = as_datetime();
      return static_cast<size_t>(days_from_civil(value.date)) * 1000003 + Value(value.time).hash();
    }
    case ValueKind::interval:
      return std::hash<int64_t>()(as_interval().microseconds);
    case ValueKind::decimal:
      return std::hash<std::string_view>()(plain_digits(as_text()));
    case ValueKind::list:
    case ValueKind::tuple: {
      size_t hash = 17;
      for (const Value& item : as_list()) hash = hash * 1000003 + item.hash();
      return hash;
    }
    case ValueKind::object:
      return object()->hash();
    default:
      return std::hash<std::string_view>()(as_text());
  }
}

}  // namespace orm
