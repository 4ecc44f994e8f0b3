// Python's collections, numbers and texts, where a translated lesson computes
// with what it read: Dict and Set keep their order, integers are divided
// towards minus infinity, texts are UTF-8.
//
//     orm::Dict<std::string, int64_t> stock{{"pen", 4}, {"ink", 1}};
//     orm::print(stock.get("nib", 0), orm::py::sorted(stock.items()));
#pragma once

#include <orm/association_proxy.h>
#include <orm/dict.h>
#include <orm/mapper.h>
#include <orm/repr.h>
#include <orm/temporal.h>

#include <algorithm>
#include <initializer_list>
#include <tuple>
#include <utility>

namespace orm {

template <class Collection, class Pointer, class Creator>
std::string repr(const AssociationProxy<Collection, Pointer, Creator>& proxy) {
  return repr(proxy.get());
}

/// The dict as parameters of a statement.
template <class V>
ParameterSet parameters(const Dict<std::string, V>& dict) {
  ParameterSet set;
  for (const auto& [key, value] : dict.items()) {
    set.emplace_back(key, ValueTraits<V>::to_value(value));
  }
  return set;
}
template <class V>
std::vector<ParameterSet> parameters(const std::vector<Dict<std::string, V>>& dicts) {
  std::vector<ParameterSet> sets;
  for (const auto& dict : dicts) sets.push_back(parameters(dict));
  return sets;
}
/// `object.__dict__`: what of an object is loaded, by name. It does not load
/// anything.
class ObjectDict {
 public:
  template <class T>
  explicit ObjectDict(const Ptr<T>& object) : object_(object.instance()) {}
  bool contains(std::string_view name) const;
  /// Throws KeyError for what is not loaded.
  Value operator[](std::string_view name) const;
  /// As Python shows it, with the object's `_sa_instance_state`.
  std::string repr() const;

 private:
  Instance object_;
};
inline std::string repr(const ObjectDict& dict) { return dict.repr(); }

/// `Base.registry`
template <class B>
Registry& registry() {
  return detail::registry_of<B>();
}
std::string repr(const Registry& registry);

/// An item of a dict whose values have several types. Throws KeyError.
const Value& item(const ParameterSet& values, std::string_view key);

/// Functions of Python's, by their names.
namespace py {

/// @name Sequences
/// @{
std::vector<int64_t> range(int64_t stop);
/// Throws ValueError for a step of zero.
std::vector<int64_t> range(int64_t start, int64_t stop, int64_t step = 1);

template <class T>
std::vector<std::tuple<int64_t, T>> enumerate(const std::vector<T>& items, int64_t start = 0) {
  std::vector<std::tuple<int64_t, T>> pairs;
  for (const T& item : items) pairs.emplace_back(start++, item);
  return pairs;
}
/// Ends with the shortest.
template <class... T>
std::vector<std::tuple<T...>> zip(const std::vector<T>&... items) {
  std::vector<std::tuple<T...>> rows;
  const size_t shortest = std::min({items.size()...});
  for (size_t i = 0; i < shortest; ++i) rows.emplace_back(items[i]...);
  return rows;
}
template <class T>
std::vector<T> reversed(std::vector<T> items) {
  std::reverse(items.begin(), items.end());
  return items;
}

/// Is one before the other? Values are compared as Python does; throws
/// TypeError.
bool less(const Value& one, const Value& other);
template <class T>
bool less(const T& one, const T& other) {
  return one < other;
}
template <class... T>
bool less(const std::tuple<T...>& one, const std::tuple<T...>& other);
template <class T>
bool less(const std::vector<T>& one, const std::vector<T>& other) {
  return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end(),
                                      [](const T& a, const T& b) { return less(a, b); });
}
/// None cannot be put in order. Throws TypeError.
template <class T>
bool less(const std::optional<T>& one, const std::optional<T>& other) {
  if (one && other) return less(*one, *other);
  throw TypeError("'<' not supported between instances of 'NoneType' and others");
}
namespace detail {
template <size_t I, class Tuple>
bool less_from(const Tuple& one, const Tuple& other) {
  if constexpr (I == std::tuple_size_v<Tuple>) {
    return false;
  } else {
    if (std::get<I>(one) == std::get<I>(other)) return less_from<I + 1>(one, other);
    return less(std::get<I>(one), std::get<I>(other));
  }
}
}  // namespace detail
template <class... T>
bool less(const std::tuple<T...>& one, const std::tuple<T...>& other) {
  return detail::less_from<0>(one, other);
}

/// sorted(items, key=..., reverse=...): equal ones keep their order.
template <class T, class Key>
std::vector<T> sorted_by(std::vector<T> items, const Key& key, bool reverse = false) {
  using K = std::decay_t<decltype(key(items.front()))>;
  std::vector<std::pair<K, size_t>> order;
  for (size_t i = 0; i < items.size(); ++i) order.emplace_back(key(items[i]), i);
  std::stable_sort(order.begin(), order.end(), [reverse](const auto& one, const auto& other) {
    return reverse ? less(other.first, one.first) : less(one.first, other.first);
  });
  std::vector<T> sorted;
  for (const auto& place : order) sorted.push_back(items[place.second]);
  return sorted;
}
template <class T>
std::vector<T> sorted(std::vector<T> items, bool reverse = false) {
  return sorted_by(
      std::move(items), [](const T& item) { return item; }, reverse);
}
/// min(items, key=...), max(items, key=...). Throw ValueError if there is none.
template <class T, class Key>
T min_by(const std::vector<T>& items, const Key& key) {
  if (items.empty()) throw ValueError("min() arg is an empty sequence");
  return *std::min_element(items.begin(), items.end(), [&](const T& one, const T& other) {
    return less(key(one), key(other));
  });
}
template <class T, class Key>
T max_by(const std::vector<T>& items, const Key& key) {
  if (items.empty()) throw ValueError("max() arg is an empty sequence");
  return *std::max_element(items.begin(), items.end(), [&](const T& one, const T& other) {
    return less(key(one), key(other));
  });
}
template <class T>
T min(const std::vector<T>& items) {
  return min_by(items, [](const T& item) { return item; });
}
template <class T>
T max(const std::vector<T>& items) {
  return max_by(items, [](const T& item) { return item; });
}
/// `min(items, default=...)`
template <class T>
T min(const std::vector<T>& items, const T& otherwise) {
  return items.empty() ? otherwise : min(items);
}
template <class T>
T max(const std::vector<T>& items, const T& otherwise) {
  return items.empty() ? otherwise : max(items);
}

/// Throws ValueError if it is not there.
template <class T>
int64_t index(const std::vector<T>& items, const T& wanted) {
  const auto at = std::find(items.begin(), items.end(), wanted);
  if (at == items.end()) throw ValueError(repr(wanted) + " is not in list");
  return at - items.begin();
}
template <class T>
int64_t count(const std::vector<T>& items, const T& wanted) {
  return std::count(items.begin(), items.end(), wanted);
}
template <class T>
bool contains(const std::vector<T>& items, const T& wanted) {
  return std::find(items.begin(), items.end(), wanted) != items.end();
}
template <class T>
void remove(std::vector<T>& items, const T& wanted) {
  const auto at = std::find(items.begin(), items.end(), wanted);
  if (at == items.end()) throw ValueError("list.remove(x): x not in list");
  items.erase(at);
}
/// `items.pop()`, `items.pop(place)`. Throws IndexError.
template <class T>
T pop(std::vector<T>& items, int64_t place = -1) {
  if (items.empty()) throw IndexError("pop from empty list");
  if (place < 0) place += static_cast<int64_t>(items.size());
  if (place < 0 || place >= static_cast<int64_t>(items.size())) {
    throw IndexError("pop index out of range");
  }
  T gone = items[static_cast<size_t>(place)];
  items.erase(items.begin() + place);
  return gone;
}
/// Where `items[place]` is, from the end where it is negative. Throws
/// IndexError.
size_t place(size_t size, int64_t place);
/// `items[place]`
template <class T>
T at(const std::vector<T>& items, int64_t at) {
  return items[place(items.size(), at)];
}
template <class T>
void extend(std::vector<T>& items, const std::vector<T>& others) {
  items.insert(items.end(), others.begin(), others.end());
}
template <class T>
std::vector<T> concat(std::vector<T> items, const std::vector<T>& others) {
  extend(items, others);
  return items;
}
/// What print() shows of each.
template <class T>
std::vector<std::string> texts(const std::vector<T>& items) {
  std::vector<std::string> texts;
  for (const T& item : items) texts.push_back(str(item));
  return texts;
}
/// Goes over items that it owns and lets go of each when the next one comes, as
/// a loop over a result of a session does: an object that nothing else holds
/// leaves the session then.
template <class T>
class Drained {
 public:
  explicit Drained(std::vector<T> items) : items_(std::move(items)) {}
  struct End {};
  class Iterator {
   public:
    explicit Iterator(std::vector<T>& items) : items_(&items) {}
    const T& operator*() const { return (*items_)[at_]; }
    Iterator& operator++() {
      (*items_)[at_++] = T();
      return *this;
    }
    bool operator!=(End) const { return at_ < items_->size(); }

   private:
    std::vector<T>* items_;
    size_t at_ = 0;
  };
  Iterator begin() { return Iterator(items_); }
  End end() const { return {}; }

 private:
  std::vector<T> items_;
};
template <class T>
Drained<T> drained(std::vector<T> items) {
  return Drained<T>(std::move(items));
}
/// Objects of one struct as session.add_all() takes them.
template <class T>
std::vector<Instance> instances(const std::vector<Ptr<T>>& objects) {
  return std::vector<Instance>(objects.begin(), objects.end());
}
/// map() and filter(), at once.
template <class F, class T>
auto map(const F& function, const std::vector<T>& items) {
  std::vector<std::decay_t<decltype(function(items.front()))>> made;
  for (const T& item : items) made.push_back(function(item));
  return made;
}
template <class F, class T>
std::vector<T> filter(const F& function, const std::vector<T>& items) {
  std::vector<T> kept;
  for (const T& item : items) {
    if (function(item)) kept.push_back(item);
  }
  return kept;
}
std::vector<std::string> keys(const ParameterSet& values);
/// Values that have to be texts. Throws TypeError.
std::vector<std::string> text_items(const std::vector<Value>& values);
/// dict(pairs)
template <class K, class V>
Dict<K, V> dict(const std::vector<std::tuple<K, V>>& pairs) {
  Dict<K, V> dict;
  for (const auto& [key, value] : pairs) dict.set(key, value);
  return dict;
}
/// @}

/// @name Numbers
/// Division by zero throws ZeroDivisionError.
/// @{
namespace detail {
int64_t floordiv(int64_t number, int64_t by);
double floordiv(double number, double by);
int64_t mod(int64_t number, int64_t by);
double mod(double number, double by);
int64_t power(int64_t base, int64_t exponent);
double power(double base, double exponent);
// What two numbers become together: an integer, unless one is a float.
template <class A, class B>
using Common = std::conditional_t<std::is_integral_v<A> && std::is_integral_v<B>, int64_t, double>;
}  // namespace detail
template <class A>
concept Number = std::is_arithmetic_v<A>;
template <Number A, Number B>
auto floordiv(A number, B by) {
  using T = detail::Common<A, B>;
  return detail::floordiv(static_cast<T>(number), static_cast<T>(by));
}
template <Number A, Number B>
auto mod(A number, B by) {
  using T = detail::Common<A, B>;
  return detail::mod(static_cast<T>(number), static_cast<T>(by));
}
/// Of integers one; throws ValueError for a negative exponent, OverflowError
/// beyond 64 bits.
template <Number A, Number B>
auto power(A base, B exponent) {
  using T = detail::Common<A, B>;
  return detail::power(static_cast<T>(base), static_cast<T>(exponent));
}
double truediv(double number, double by);
/// To the nearest, halves to the even one.
int64_t round(double number);
double round(double number, int64_t digits);
/// Of a Decimal as well.
Value round(const Value& number, int64_t digits);
/// What is known at run time only: integers, floats and Decimals, and texts
/// that are added. They throw TypeError for others, OverflowError where an int
/// or Decimal has no room.
Value add(const Value& one, const Value& other);
Value sub(const Value& one, const Value& other);
Value mul(const Value& one, const Value& other);
Value truediv(const Value& one, const Value& other);
Value floordiv(const Value& one, const Value& other);
Value mod(const Value& one, const Value& other);
Value negative(const Value& number);
Value absolute(const Value& number);
/// int() and float() of a number or a text. Throw ValueError, TypeError.
int64_t to_int(const Value& value);
double to_float(const Value& value);
/// bool(): none of None, zero and what is empty.
bool truth(const Value& value);
template <class T>
T sum(const std::vector<T>& items, std::type_identity_t<T> start = {}) {
  for (const T& item : items) start = start + item;
  return start;
}
int64_t sum(const std::vector<bool>& items);
Value sum(const std::vector<Value>& items, Value start = 0);
/// @}

/// @name Texts
/// @{
/// format(value, spec), as an f-string has it: `>10.2f`, `,`, `05d`, `.1%`,
/// `^20`, of dates strftime()'s. Throws ValueError, TypeError.
std::string format(const Value& value, std::string_view spec);
template <class T>
requires ColumnValue<T> std::string format(const T& value, std::string_view spec) {
  return format(ValueTraits<T>::to_value(value), spec);
}
/// The number of characters.
int64_t length(std::string_view text);
std::vector<std::string> characters(std::string_view text);
/// Letters of ASCII alone are known; they throw NotImplementedError for others.
std::string upper(std::string_view text);
std::string lower(std::string_view text);
std::string title(std::string_view text);
std::string capitalize(std::string_view text);
/// Without the characters at both ends, at the start or at the end; blank ones
/// if none are named.
std::string strip(std::string_view text, std::string_view characters);
std::string lstrip(std::string_view text, std::string_view characters = " \t\n\r\f\v");
std::string rstrip(std::string_view text, std::string_view characters = " \t\n\r\f\v");
std::string replace(std::string_view text, std::string_view what, std::string_view with);
/// Words between blanks.
std::vector<std::string> split(std::string_view text);
std::vector<std::string> splitlines(std::string_view text);
/// The text before the separator's first occurrence, itself, and what follows.
std::tuple<std::string, std::string, std::string> partition(std::string_view text,
                                                            std::string_view separator);
std::tuple<std::string, std::string, std::string> rpartition(std::string_view text,
                                                             std::string_view separator);
/// Filled with blanks, or another character of ASCII, to so many characters.
std::string ljust(std::string_view text, int64_t width, char fill = ' ');
std::string rjust(std::string_view text, int64_t width, char fill = ' ');
std::string center(std::string_view text, int64_t width, char fill = ' ');
std::string zfill(std::string_view text, int64_t width);
/// The character where it begins, or -1.
int64_t find(std::string_view text, std::string_view part);
int64_t count(std::string_view text, std::string_view part);
bool isdigit(std::string_view text);
bool isalpha(std::string_view text);
/// `type(error).__name__`
std::string type_name(const std::exception& error);
/// print(..., sep=, end=)
void print_with(const std::vector<std::string>& items, std::string_view separator,
                std::string_view end);
/// @}

}  // namespace py
}  // namespace orm
