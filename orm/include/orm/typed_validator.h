// Validators of mapped structs: functions that see each value before an attribute takes it.
#pragma once

#include <orm/typed_mapping.h>

#include <string_view>
#include <type_traits>

namespace orm {

namespace detail {

template <class F>
struct ValidatorFunction {
  static_assert(sizeof(F) == 0,
                "a validator is a member function: `T check(std::string_view key, T value)`");
};
template <class R, class C, class A>
struct ValidatorFunction<R (C::*)(std::string_view, A)> {
  using object = C;
  using value = std::decay_t<A>;
  using result = R;
};

template <auto Method, class M>
struct ValidatorCall {
  using Function = ValidatorFunction<decltype(Method)>;
  using Object = typename Function::object;
  using T = typename Function::value;
  static constexpr bool related = requires { typename M::related_class; };
  static constexpr bool fits() {
    if constexpr (related) {
      return std::is_same_v<T, Ptr<typename M::related_class>>;
    } else {
      return std::is_same_v<T, typename M::value_type>;
    }
  }
  static_assert(fits() && std::is_convertible_v<typename Function::result, T>,
                "a validator takes and returns a value of the attribute's own type");
  static void call(void* object, std::string_view key, void* value) {
    auto& self = *static_cast<Object*>(object);
    if constexpr (related) {
      auto& given = *static_cast<Instance*>(value);
      given = T((self.*Method)(key, T(given))).instance();
    } else {
      auto& given = *static_cast<T*>(value);
      given = (self.*Method)(key, given);
    }
  }
  static void call_own(void* object, std::string_view key, void* attribute) {
    if constexpr (!related) call(object, key, &MemberAccess::template value<M>(attribute));
  }
};

}  // namespace detail

/// \@validates: the function is shown each value before one of the attributes takes it, and returns
/// the one to take, or throws. A struct names them in a function of its own:
///
///   int64_t check_pages(std::string_view key, int64_t value);
///   static std::vector<orm::Validator> validators() {
///     return {orm::validates<&Book::check_pages>(&Book::pages, &Book::read)};
///   }
template <auto Method, class C, class... M>
Validator validates(M C::*... attributes) {
  const detail::StructRoom<C> room;
  auto offset = [&room](const auto& attribute) {
    return static_cast<size_t>(reinterpret_cast<const char*>(&attribute) -
                               reinterpret_cast<const char*>(&room.object));
  };
  return Validator{
      {Validator::Target{offset(room.object.*attributes), &detail::ValidatorCall<Method, M>::call,
                         &detail::ValidatorCall<Method, M>::call_own}...}};
}

}  // namespace orm
