// FunctionRef: a function that is called while the call it was given to lasts, and not kept.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace orm {

template <class Signature>
class FunctionRef;

/// A view of something that can be called; std::function_ref of later standards. It may be null.
/// What it views has to live as long as it does: take it as a parameter, do not keep it.
template <class R, class... A>
class FunctionRef<R(A...)> {
 public:
  FunctionRef(std::nullptr_t = nullptr) noexcept {}  // NOLINT: null converts
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, FunctionRef> &&
           std::is_invocable_r_v<R, F&, A...>)
      // NOLINTNEXTLINE: functions convert, and a FunctionRef is none of them
      FunctionRef(F&& function)
  noexcept
      : object_(const_cast<void*>(static_cast<const void*>(&function))),
        call_([](void* object, A... arguments) -> R {
          return (*static_cast<std::remove_reference_t<F>*>(object))(std::forward<A>(arguments)...);
        }) {}
  R operator()(A... arguments) const { return call_(object_, std::forward<A>(arguments)...); }
  explicit operator bool() const noexcept { return call_ != nullptr; }

 private:
  void* object_ = nullptr;
  R (*call_)(void* object, A... arguments) = nullptr;
};

}  // namespace orm
