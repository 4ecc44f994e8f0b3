// Value: one datum on its way between a program and a database, in 24 bytes.
//
// Short texts live inside the value, long ones and lists are shared and counted, so that moving a
// value never allocates and copying one rarely does. `repr()` is Python's, since that is what the
// echo and error messages of SQLAlchemy show.
#pragma once

#include <orm/ref.h>

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

class Value;

/// What a Value holds. `decimal`, `bigint`, `uuid` and `json` are kept as their text.
enum class ValueKind : uint8_t {
  null,
  boolean,
  integer,
  real,
  date,
  time,
  datetime,
  interval,
  text,
  bytes,
  decimal,  ///< `str(Decimal)`
  bigint,   ///< decimal digits of an int that does not fit 64 bits
  uuid,     ///< 36 characters
  json,     ///< a document, as json.dumps() writes it
  list,
  tuple,
  object,  ///< an Opaque
};

/// A date of the proleptic Gregorian calendar.
struct Date {
  int16_t year = 1;
  uint8_t month = 1;
  uint8_t day = 1;
  bool operator==(const Date&) const = default;
};

/// A time of day, microseconds included.
struct Time {
  uint8_t hour = 0;
  uint8_t minute = 0;
  uint8_t second = 0;
  uint32_t microsecond = 0;
  bool operator==(const Time&) const = default;
};

/// A point in time; `aware` ones carry their offset from UTC in seconds.
struct DateTime {
  Date date;
  Time time;
  int32_t utc_offset = 0;
  bool aware = false;
  bool operator==(const DateTime&) const = default;
};

/// Python's timedelta, in microseconds.
struct Interval {
  int64_t microseconds = 0;
  bool operator==(const Interval&) const = default;
};

/// Something a Value carries without knowing it: a member of an interpreted enum, a mapped object.
class Opaque : public RefCounted {
 public:
  /// Python's repr() of the object.
  virtual std::string repr() const = 0;
  /// Python's `type(x).__name__`, for error messages.
  virtual std::string type_name() const { return "object"; }
  virtual bool equals(const Opaque& other) const { return this == &other; }
  /// Is it the expression NULL (`null()`), given where a value stands?
  virtual bool is_sql_null() const { return false; }
  virtual size_t hash() const { return std::hash<const void*>()(this); }
};

/// A tagged value. Default constructed it is null (Python's None).
class Value {
 public:
  Value() noexcept { std::memset(static_cast<void*>(this), 0, sizeof *this); }
  Value(std::nullptr_t) noexcept : Value() {}                                  // NOLINT
  Value(bool value) noexcept : Value(ValueKind::boolean) { put(value); }       // NOLINT
  Value(int value) noexcept : Value(static_cast<int64_t>(value)) {}            // NOLINT
  Value(int64_t value) noexcept : Value(ValueKind::integer) { put(value); }    // NOLINT
  Value(long long value) noexcept : Value(static_cast<int64_t>(value)) {}      // NOLINT
  Value(double value) noexcept : Value(ValueKind::real) { put(value); }        // NOLINT
  Value(Date value) noexcept : Value(ValueKind::date) { put(value); }          // NOLINT
  Value(Time value) noexcept : Value(ValueKind::time) { put(value); }          // NOLINT
  Value(DateTime value) noexcept : Value(ValueKind::datetime) { put(value); }  // NOLINT
  Value(Interval value) noexcept : Value(ValueKind::interval) { put(value); }  // NOLINT
  Value(std::string_view text) : Value(ValueKind::text, text) {}               // NOLINT
  Value(const std::string& text) : Value(ValueKind::text, text) {}             // NOLINT
  Value(const char* text) : Value(ValueKind::text, text) {}                    // NOLINT
  Value(Ref<Opaque> object) noexcept;                                          // NOLINT
  Value(const Value& other) noexcept {
    std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof *this);
    if (kind_ >= ValueKind::text) share();
  }
  Value(Value&& other) noexcept {
    std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof *this);
    other.kind_ = ValueKind::null;
  }
  Value& operator=(const Value& other) noexcept {
    if (this != &other) *this = Value(other);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    if (this != &other) {
      if (kind_ >= ValueKind::text) drop();
      std::memcpy(static_cast<void*>(this), static_cast<const void*>(&other), sizeof *this);
      other.kind_ = ValueKind::null;
    }
    return *this;
  }
  ~Value() {
    if (kind_ >= ValueKind::text) drop();
  }

  static Value text(std::string_view text) { return Value(ValueKind::text, text); }
  static Value bytes(std::string_view bytes) { return Value(ValueKind::bytes, bytes); }
  static Value decimal(std::string_view digits) { return Value(ValueKind::decimal, digits); }
  static Value bigint(std::string_view digits) { return Value(ValueKind::bigint, digits); }
  static Value uuid(std::string_view text) { return Value(ValueKind::uuid, text); }
  static Value json(std::string_view document) { return Value(ValueKind::json, document); }
  static Value list(std::vector<Value> items);
  static Value tuple(std::vector<Value> items);

  ValueKind kind() const noexcept { return kind_; }
  bool is_null() const noexcept { return kind_ == ValueKind::null; }
  bool is_list() const noexcept { return kind_ == ValueKind::list || kind_ == ValueKind::tuple; }

  // Each accessor wants the kind of its name; another kind is a mistake of the caller.
  bool as_bool() const noexcept { return get<bool>(); }
  int64_t as_int() const noexcept { return get<int64_t>(); }
  double as_double() const noexcept { return get<double>(); }
  Date as_date() const noexcept { return get<Date>(); }
  Time as_time() const noexcept { return get<Time>(); }
  DateTime as_datetime() const noexcept { return get<DateTime>(); }
  Interval as_interval() const noexcept { return get<Interval>(); }
  /// The characters of text, bytes, decimal, bigint, uuid and json values.
  std::string_view as_text() const noexcept;
  std::string as_string() const { return std::string(as_text()); }
  /// The items of a list or tuple.
  const std::vector<Value>& as_list() const noexcept;
  /// The object of an `object` value.
  Ref<Opaque> as_object() const noexcept;
  Opaque* object() const noexcept;

  /// Python's repr(): `'it\'s'` rules, `b'..'`, `Decimal('3.10')`, `datetime.date(2020, 1, 2)`.
  std::string repr() const;
  /// Python's str().
  std::string str() const;
  /// Python's name of the type: `int`, `str`, `NoneType`, `datetime`.
  std::string type_name() const;
  /// Python's equality: 1 == 1.0 == True.
  bool operator==(const Value& other) const noexcept;
  size_t hash() const noexcept;

 private:
  struct SharedText;
  struct SharedList;
  static constexpr uint8_t kShared = 255;
  static constexpr size_t kInline = 22;

  explicit Value(ValueKind kind) noexcept : Value() { kind_ = kind; }
  Value(ValueKind kind, std::string_view text);
  // What is stored inline may be a pointer.
  // NOLINTBEGIN(bugprone-sizeof-expression)
  template <class T>
  void put(const T& value) noexcept {
    static_assert(sizeof(T) <= kInline);
    std::memcpy(bytes_, &value, sizeof(T));
  }
  template <class T>
  T get() const noexcept {
    T value{};
    std::memcpy(&value, bytes_, sizeof(T));
    return value;
  }
  // NOLINTEND(bugprone-sizeof-expression)
  void share() const noexcept;
  void drop() noexcept;

  alignas(8) char bytes_[kInline];
  uint8_t size_;  ///< characters held inside, or kShared
  ValueKind kind_;
};
static_assert(sizeof(Value) == 24);

/// Named parameters of one execution, in the order given.
using ParameterSet = std::vector<std::pair<std::string, Value>>;
/// Parameters of many executions that all have the same names, without a name for each value.
struct ParameterRows {
  std::vector<std::string> names;
  std::vector<Value> cells;  ///< row after row
  size_t count = 0;          ///< of rows
  std::vector<ParameterSet> sets() const;
};

/// Python's repr of a str, quotes included.
std::string repr_text(std::string_view text);
/// How Python shows where an object is: `0x7f0011223344`.
std::string repr_address(const void* object);
/// Python's repr of a float: the shortest digits that read back the same.
std::string repr_double(double value);
/// Python's repr of a JSON document: `{'a': [1, None]}`.
std::string repr_json(std::string_view document);
/// `2020-01-02`, `03:04:05.000006`, `2020-01-02 03:04:05`: Python's isoformat with a space.
std::string iso_date(const Date& date);
std::string iso_time(const Time& time);
std::string iso_datetime(const DateTime& value, char separator = ' ');
/// The inverse; false if the text is not such a date.
bool parse_date(std::string_view text, Date& out);
bool parse_time(std::string_view text, Time& out);
bool parse_datetime(std::string_view text, DateTime& out);
/// Days since 1970-01-01 and back.
int64_t days_from_civil(const Date& date);
Date civil_from_days(int64_t days);
/// str(Decimal) of a number rounded to `scale` places, as `"%.*f"` does it.
std::string decimal_from_double(double value, int scale);
/// What Python's float() reads in a text: blanks around, `_` between digits, `inf` and `nan`;
/// nothing if it is no number.
std::optional<double> parse_float(std::string_view text);

}  // namespace orm

/// @cond
template <>
struct std::hash<orm::Value> {
  size_t operator()(const orm::Value& value) const noexcept { return value.hash(); }
};
/// @endcond
