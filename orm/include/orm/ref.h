// Ref<T>: an intrusive counted pointer, and RefCounted, the base that carries the count.
//
// Lifetime in this library is reference counting throughout: expression nodes, tables, mapped
// objects. The count is not atomic by default; types that threads share (Engine, Pool) use
// std::shared_ptr instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace orm {

/// Base class of everything a Ref can point to. Deleting happens when the count reaches zero.
class RefCounted {
 public:
  RefCounted() = default;
  RefCounted(const RefCounted&) noexcept {}
  // NOLINTNEXTLINE(bugprone-unhandled-self-assignment): the count belongs to the object alone
  RefCounted& operator=(const RefCounted&) noexcept { return *this; }
  virtual ~RefCounted() = default;

  void retain() const noexcept {
    if (owner_ != nullptr) {
      owner_->retain();
    } else {
      ++refs_;
    }
  }
  void release() const noexcept {
    if (owner_ != nullptr) {
      owner_->release();
    } else if (--refs_ == 0) {
      delete this;
    }
  }
  uint32_t use_count() const noexcept { return owner_ != nullptr ? owner_->use_count() : refs_; }

 protected:
  /// Joins the lifetime of `owner`: from here on a reference to this object is a reference to the
  /// owner, and the owner deletes this object. References that exist already move over. It is how
  /// a Table and its Columns point at each other without a cycle of counts.
  void join_lifetime_of(const RefCounted& owner) const noexcept {
    for (; refs_ > 0; --refs_) owner.retain();
    owner_ = &owner;
  }
  bool has_owner() const noexcept { return owner_ != nullptr; }
  /// Takes `count` references out of the tally: those that an object owned by this one holds back
  /// on it. Give them back with `recall` before that object is destroyed.
  void disregard(uint32_t count) const noexcept { refs_ -= count; }
  void recall(uint32_t count) const noexcept { refs_ += count; }

 private:
  mutable uint32_t refs_ = 0;
  mutable const RefCounted* owner_ = nullptr;
};

/// A counted pointer to a RefCounted object; may be null.
///
/// It keeps the address of the base, so that a Ref to a class that is only declared can be copied
/// and destroyed; to look into the object, or to make a Ref of its address, the class has to be
/// complete.
template <class T>
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}  // NOLINT: null converts, as for every smart pointer
  explicit Ref(T* pointer) : base_(pointer) {
    if (base_ != nullptr) base_->retain();
  }
  Ref(const Ref& other) : base_(other.base_) {
    if (base_ != nullptr) base_->retain();
  }
  Ref(Ref&& other) noexcept : base_(std::exchange(other.base_, nullptr)) {}
  template <class U>
  requires std::is_convertible_v<U*, T*> Ref(const Ref<U>& other)
      : Ref(other.get()) {}  // NOLINT: derived converts to base
  template <class U>
  requires std::is_convertible_v<U*, T*> Ref(Ref<U>&& other)
  noexcept : base_(other.give_up()) {}  // NOLINT
  ~Ref() {
    if (base_ != nullptr) base_->release();
  }
  Ref& operator=(Ref other) noexcept {
    std::swap(base_, other.base_);
    return *this;
  }

  T* get() const noexcept { return static_cast<T*>(const_cast<RefCounted*>(base_)); }
  /// The object as one of its base, which says whether two are the same.
  const RefCounted* base() const noexcept { return base_; }
  T* operator->() const noexcept { return get(); }
  T& operator*() const noexcept { return *get(); }
  explicit operator bool() const noexcept { return base_ != nullptr; }
  /// Gives up the reference without releasing it.
  T* detach() noexcept {
    T* pointer = get();
    base_ = nullptr;
    return pointer;
  }

  template <class U>
  bool operator==(const Ref<U>& other) const noexcept {
    return base_ == other.base_;
  }
  bool operator==(std::nullptr_t) const noexcept { return base_ == nullptr; }

 private:
  template <class U>
  friend class Ref;
  const RefCounted* give_up() noexcept { return std::exchange(base_, nullptr); }
  const RefCounted* base_ = nullptr;
};

/// Makes an object and the first Ref to it.
template <class T, class... Args>
Ref<T> make_ref(Args&&... args) {
  return Ref<T>(new T(std::forward<Args>(args)...));
}

}  // namespace orm

/// @cond
template <class T>
struct std::hash<orm::Ref<T>> {
  size_t operator()(const orm::Ref<T>& ref) const noexcept {
    return std::hash<const void*>()(ref.get());
  }
};
/// @endcond
