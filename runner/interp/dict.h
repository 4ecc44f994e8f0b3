// HashTable: the insertion-ordered hash table under dict, set and every namespace.
//
// Entries lie in order of insertion; an open-addressed index of int32 finds them. Hashes and
// equality of strings and small ints need no interpreter; other keys may run Python code, which may
// change the table, so a lookup starts again when that happened.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "runner/interp/value.h"

namespace lessonrun::interp {

struct StrObject;

class HashTable {
 public:
  struct Entry {
    int64_t hash;
    Value key;  // undefined: deleted
    Value value;
  };

  size_t size() const { return live_; }
  bool empty() const { return live_ == 0; }
  // Changes when keys come or go (not when a value is replaced).
  uint32_t version() const { return version_; }

  // The value's place, or null.
  Value* find(Interpreter& interp, const Value& key);
  Value* find(const StrObject* name);  // name's hash is made if needed
  Value* find(std::string_view name);
  bool contains(Interpreter& interp, const Value& key) { return find(interp, key) != nullptr; }
  // Inserts or replaces; true when the key is new. An old key object stays.
  bool set(Interpreter& interp, const Value& key, Value value);
  void set(StrObject* name, Value value);
  // Removes; gives the value back, undefined when there was none.
  Value take(Interpreter& interp, const Value& key);
  Value take(const StrObject* name);
  // Places [0, end()) in order; a place may be deleted (key undefined).
  size_t end() const { return entries_.size(); }
  Entry& at(size_t place) { return entries_[place]; }
  const Entry& at(size_t place) const { return entries_[place]; }
  void remove_at(size_t place);
  void clear();
  void reserve(size_t count);
  // First live place at or after `place`; end() when none.
  size_t next(size_t place) const {
    while (place < entries_.size() && entries_[place].key.is_undefined()) ++place;
    return place;
  }
  void swap(HashTable& other) noexcept;
  // Takes the keys of another table over (their hashes are known).
  void copy_from(const HashTable& other);
  void move_to_end(Interpreter& interp, const Value& key, bool last);

 private:
  static constexpr int32_t kEmpty = -1, kDeleted = -2;
  int64_t find_place(Interpreter* interp, const Value& key, int64_t hash);
  void insert_new(int64_t hash, Value key, Value value);
  void rebuild(size_t capacity);

  std::vector<Entry> entries_;
  std::vector<int32_t> index_;  // power of two, or empty while there are few entries
  size_t live_ = 0;
  uint32_t version_ = 0;
};

}  // namespace lessonrun::interp
