// IdentityKey: what identifies a row for a session, and the places where one is asked for.
#pragma once

#include <orm/ref.h>
#include <orm/small_objects.h>
#include <orm/value.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace orm {

class Mapper;

/// What identifies a row for a session: the class (its base mapper) and the primary key.
/// SQLAlchemy's identity key. A key of one column is one piece of memory.
class IdentityKey : public RefCounted, public SmallObject {
 public:
  IdentityKey(const Mapper& base, std::span<const Value> values)
      : IdentityKey(base, values, hash_of(base, values)) {}
  /// The same where its hash is known.
  IdentityKey(const Mapper& base, std::span<const Value> values, uint64_t hash);
  const Mapper& base_mapper() const noexcept { return *base_; }
  std::span<const Value> primary_key() const noexcept {
    if (more_ == nullptr) return {&one_, 1};
    return {more_->data(), more_->size()};
  }
  uint64_t hash() const noexcept { return hash_; }
  /// The hash that the key of these values would have.
  static uint64_t hash_of(const Mapper& base, std::span<const Value> values) noexcept;
  /// Is it the key of these values?
  bool is(const Mapper& base, std::span<const Value> values) const noexcept;
  bool operator==(const IdentityKey& other) const noexcept {
    return hash_ == other.hash_ && is(*other.base_, other.primary_key());
  }
  /// `(<class '__main__.User'>, (1,), None)`
  std::string repr() const;

 private:
  const Mapper* base_;
  uint64_t hash_;
  Value one_;  // where there is one value
  std::unique_ptr<std::vector<Value>> more_;
};

/// The values of a primary key while they are put together; those of a short key need no memory of
/// their own.
class KeyValues {
 public:
  explicit KeyValues(size_t size) : size_(size) {
    if (size > kFew) more_.resize(size);
  }
  Value& operator[](size_t i) noexcept { return size_ > kFew ? more_[i] : few_[i]; }
  operator std::span<const Value>() const noexcept {  // NOLINT: it stands for its values
    return {size_ > kFew ? more_.data() : few_, size_};
  }

 private:
  static constexpr size_t kFew = 2;
  Value few_[kFew];
  std::vector<Value> more_;
  size_t size_;
};

}  // namespace orm
