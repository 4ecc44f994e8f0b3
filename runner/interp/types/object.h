// What the files of the small types share: texts of a repr, and a type made in one call.
#pragma once

#include <cstdio>
#include <string>

#include "runner/interp/state.h"

namespace lessonrun::interp {

// Where an object lies, as a repr shows it.
inline std::string address(const Value& v) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "0x%012zx", reinterpret_cast<size_t>(v.object()));
  return buffer;
}
// module.qualname, without builtins.
inline std::string full_name(const Type* t) {
  return t->module == "builtins" ? t->qualname : t->module + "." + t->qualname;
}
inline Value S(Call& c, std::string_view s) { return c.interp.str(s); }

// X | Y between types, None and annotations (generic.cpp).
Value type_or(Interpreter& interp, BinaryOp op, const Value& self, const Value& other,
              bool reflected);

// The __class_getitem__ of builtin classes: list[int] (generic.cpp).
Value generic_alias(Call& call);

// __dict__ of anything that has one (object.cpp).
Value object_dict(Call& call);
Value object_set_dict(Call& call);

// A final builtin type whose slots `fill` sets.
template <class F>
Type* simple(Interpreter& i, const char* name, const NativeMethod* methods, F fill,
             Type* base = nullptr) {
  Type* t = make_builtin_type(i, name, base ? base : i.types().object, methods);
  t->final = true;
  fill(t->own);
  ready_slots(t);
  return t;
}
inline const auto kNothing = [](Slots&) {};

}  // namespace lessonrun::interp
