// Mapped attributes of C++ structs.
//
// Mapped<T> is a column: a value that knows its row. Its options are values of column_options.h;
// attributes that refer to other objects are in typed_relationship.h.
#pragma once

#include <orm/column_options.h>
#include <orm/typed_object.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

/// The column that a type and options describe; `options` may be null. `optional`: it takes NULL
/// unless the options say otherwise.
Ref<Column> describe_column(const char* name, TypeRef type, bool optional,
                            void (*options)(ColumnDraft& draft));

template <class C, size_t Member, class T>
class Attr;
template <class C, size_t Member, class T>
class AliasAttr;

namespace detail {

/// `user.name = "ed"`
void assign_text(AttributeLink& link, std::string& value, const char* text);
/// ValueTraits<std::string>::from_value() into a string that is there; empty for NULL and nothing.
void read_text(std::string& text, const Value* value);

}  // namespace detail

/// One value of a mapped struct as the program reads it: what Mapped and ColumnProperty have in
/// common. The value comes first: the library reads numbers and texts there.
template <class T>
class MappedValue {
 public:
  using value_type = T;
  /// The value, loaded if it was expired; T{} if the object has none.
  /// Throws DetachedInstanceError, ObjectDeletedError.
  const T& get() const {
    if (!link_.present()) link_.load();
    return value_;
  }
  operator const T&() const { return get(); }  // NOLINT: it stands for the value
  const T& operator*() const { return get(); }
  const T* operator->() const { return &get(); }
  /// Is there no value, or NULL? What Python shows as None.
  bool is_none() const {
    get();
    return !link_.present() || link_.null() || ValueTraits<T>::to_value(value_).is_null();
  }

 protected:
  MappedValue() = default;
  template <class U>
  MappedValue(std::in_place_t, U&& value) : value_(std::forward<U>(value)) {
    link_.mark(true, false);
  }
  // A copy has the value; what ties the original to its object stays there.
  MappedValue(const MappedValue& other) : value_(other.value_) {
    link_.mark(other.link_.present(), other.link_.null());
  }
  MappedValue(MappedValue&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
      : value_(std::move(other.value_)) {
    link_.mark(other.link_.present(), other.link_.null());
  }
  MappedValue& operator=(const MappedValue&) = delete;
  ~MappedValue() = default;
  friend struct MemberAccess;
  T value_{};
  AttributeLink link_;
};

/// An attribute of a mapped struct: behaves as a T that knows its row.
template <class T, auto... Options>
class Mapped : public MappedValue<T> {
  static_assert(ColumnValue<T>,
                "Mapped<T>: T is not a type that a column can hold; specialise orm::ValueTraits");

 public:
  /// What stands for it in queries: of the class, of an alias of it.
  template <class C, size_t Member>
  using attribute = Attr<C, Member, T>;
  template <class C, size_t Member>
  using alias_attribute = AliasAttr<C, Member, T>;

  Mapped() = default;
  template <class U>
  requires(std::is_convertible_v<U, T> && !std::is_same_v<std::decay_t<U>, Mapped>)
      Mapped(U&& value)  // NOLINT: values convert
      : MappedValue<T>(std::in_place, std::forward<U>(value)) {}
  Mapped(const Mapped& other) = default;
  Mapped(Mapped&& other) noexcept(std::is_nothrow_move_constructible_v<T>) = default;
  Mapped& operator=(const Mapped& other) { return *this = other.get(); }
  template <class U>
  requires std::is_convertible_v<U, T> Mapped& operator=(U&& value) {
    if constexpr (std::is_same_v<T, std::string> && std::is_convertible_v<U, const char*>) {
      detail::assign_text(link_, value_, value);
    } else {
      T next(std::forward<U>(value));
      if (link_.validated()) link_.validate(&next);
      link_.before_change();
      value_ = std::move(next);
      link_.mark(true, false);
    }
    return *this;
  }
  using MappedValue<T>::get;
  Mapped& operator+=(const T& value) { return *this = get() + value; }
  Mapped& operator-=(const T& value) { return *this = get() - value; }
  Mapped& operator*=(const T& value) { return *this = get() * value; }

  template <class U>
  requires(!std::is_same_v<U, Mapped> && std::is_convertible_v<const U&, T>) bool operator==(
      const U& other) const {
    return get() == T(other);
  }
  bool operator==(const Mapped& other) const { return get() == other.get(); }

  /// The name of the struct that the object is of, which may be one that inherits from this one:
  /// Python's `type(self).__name__`.
  std::string class_name() const { return link_.class_name(); }

  /// The column that the type and its options describe.
  static Ref<Column> make_column(const char* name) {
    if constexpr (sizeof...(Options) == 0) {
      return describe_column(name, ValueTraits<T>::type(), ValueTraits<T>::nullable, nullptr);
    } else {
      return describe_column(name, ValueTraits<T>::type(), ValueTraits<T>::nullable,
                             [](ColumnDraft& draft) { (apply_option(draft, Options), ...); });
    }
  }

 private:
  friend struct MemberAccess;
  using MappedValue<T>::link_;
  using MappedValue<T>::value_;
};

/// The way of the library into a Mapped.
struct MemberAccess {
  template <class M>
  static Value get(const void* mapped) {
    const auto& member = *static_cast<const M*>(mapped);
    if (!member.link_.present() || member.link_.null()) return {};
    return ValueTraits<typename M::value_type>::to_value(member.value_);
  }
  template <class M>
  static void set(void* mapped, const Value* value) {
    using T = typename M::value_type;
    auto& member = *static_cast<M*>(mapped);
    bool null = value == nullptr || value->is_null();
    if constexpr (std::is_same_v<T, std::string>) {
      detail::read_text(member.value_, value);
    } else {
      member.value_ = null ? T{} : ValueTraits<T>::from_value(*value);
    }
    member.link_.mark(value != nullptr, null);
  }
  template <class M>
  static AttributeLink* link(M* mapped) {
    return &mapped->link_;
  }
  template <class M>
  static auto& value(void* mapped) {
    return static_cast<M*>(mapped)->value_;
  }
  template <class T>
  static constexpr StoredAs stored = std::is_same_v<T, int64_t>       ? StoredAs::integer
                                     : std::is_same_v<T, double>      ? StoredAs::real
                                     : std::is_same_v<T, std::string> ? StoredAs::text
                                                                      : StoredAs::other;
  /// What all members of type M have in common.
  template <class M>
  static constexpr MappedMember pattern{nullptr, 0,     &get<M>,
                                        &set<M>, 0,     &M::make_column,
                                        nullptr, false, stored<typename M::value_type>};
};

}  // namespace orm
