// Python's dict and set, in the order in which their items came.
//
//     orm::Dict<std::string, int64_t> stock{{"pen", 4}, {"ink", 1}};
//     stock.set("nib", stock.get("nib", 0) + 1);
#pragma once

#include <orm/repr.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace orm {

/// Python's dict: keys in the order in which they came. A lookup goes through all of them, since a
/// lesson has a handful.
template <class K, class V>
class Dict {
 public:
  using key_type = K;
  using mapped_type = V;
  Dict() = default;
  Dict(std::initializer_list<std::pair<K, V>> items) {
    for (const auto& [key, value] : items) set(key, value);
  }
  /// `d[key] = value`
  void set(const K& key, V value) {
    for (auto& [known, held] : items_) {
      if (known == key) return void(held = std::move(value));
    }
    items_.emplace_back(key, std::move(value));
  }
  /// `d[key]`. Throws KeyError.
  const V& at(const K& key) const {
    for (const auto& [known, held] : items_) {
      if (known == key) return held;
    }
    throw KeyError(repr(key));
  }
  V& at(const K& key) { return const_cast<V&>(std::as_const(*this).at(key)); }
  std::optional<V> get(const K& key) const {
    return contains(key) ? std::optional<V>(at(key)) : std::nullopt;
  }
  V get(const K& key, V otherwise) const { return contains(key) ? at(key) : otherwise; }
  /// The value of the key, which gets that one if it is new.
  V& setdefault(const K& key, V value) {
    if (!contains(key)) set(key, std::move(value));
    return at(key);
  }
  bool contains(const K& key) const {
    for (const auto& item : items_) {
      if (item.first == key) return true;
    }
    return false;
  }
  /// `d.pop(key)`. Throws KeyError.
  V pop(const K& key) {
    V value = at(key);
    erase(key);
    return value;
  }
  V pop(const K& key, V otherwise) { return contains(key) ? pop(key) : otherwise; }
  /// `del d[key]`. Throws KeyError.
  void erase(const K& key) {
    for (auto at = items_.begin(); at != items_.end(); ++at) {
      if (at->first == key) return void(items_.erase(at));
    }
    throw KeyError(repr(key));
  }
  void update(const Dict& other) {
    for (const auto& [key, value] : other.items_) set(key, value);
  }
  void clear() { items_.clear(); }
  size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }
  std::vector<K> keys() const {
    std::vector<K> keys;
    for (const auto& item : items_) keys.push_back(item.first);
    return keys;
  }
  std::vector<V> values() const {
    std::vector<V> values;
    for (const auto& item : items_) values.push_back(item.second);
    return values;
  }
  std::vector<std::tuple<K, V>> items() const {
    return std::vector<std::tuple<K, V>>(items_.begin(), items_.end());
  }
  /// The same pairs, whatever their order.
  bool operator==(const Dict& other) const {
    return size() == other.size() &&
           std::all_of(items_.begin(), items_.end(), [&](const auto& one) {
             return other.contains(one.first) && other.at(one.first) == one.second;
           });
  }

 private:
  std::vector<std::pair<K, V>> items_;
};

/// Python's set, in the order in which its items came.
template <class T>
class Set {
 public:
  using value_type = T;
  Set() = default;
  Set(std::initializer_list<T> items) : Set(std::vector<T>(items)) {}
  explicit Set(const std::vector<T>& items) {
    for (const T& item : items) add(item);
  }
  void add(const T& item) {
    if (!contains(item)) items_.push_back(item);
  }
  void discard(const T& item) { std::erase(items_, item); }
  bool contains(const T& item) const {
    return std::find(items_.begin(), items_.end(), item) != items_.end();
  }
  size_t size() const noexcept { return items_.size(); }
  bool empty() const noexcept { return items_.empty(); }
  std::vector<T> items() const { return items_; }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  Set operator|(const Set& other) const {
    Set both = *this;
    for (const T& item : other) both.add(item);
    return both;
  }
  Set operator&(const Set& other) const {
    Set common;
    for (const T& item : items_) {
      if (other.contains(item)) common.add(item);
    }
    return common;
  }
  Set operator-(const Set& other) const {
    Set rest;
    for (const T& item : items_) {
      if (!other.contains(item)) rest.add(item);
    }
    return rest;
  }
  bool issubset(const Set& other) const { return (*this - other).empty(); }
  bool operator==(const Set& other) const { return size() == other.size() && issubset(other); }

 private:
  std::vector<T> items_;
};

template <class K, class V>
std::string repr(const Dict<K, V>& dict) {
  std::string text;
  for (const auto& [key, value] : dict.items()) {
    text += (text.empty() ? "" : ", ") + repr(key) + ": " + repr(value);
  }
  return "{" + text + "}";
}
template <class T>
std::string repr(const Set<T>& set) {
  std::string text;
  for (const T& item : set) text += (text.empty() ? "" : ", ") + repr(item);
  return text.empty() ? "set()" : "{" + text + "}";
}

}  // namespace orm
