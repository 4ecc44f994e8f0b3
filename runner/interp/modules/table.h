// The standard library: one table of modules, each native, written in Python, or both.
#pragma once

#include <string>
#include <vector>

#include "runner/interp/native.h"

namespace lessonrun::interp {

struct LibraryModule {
  const char* name;
  void (*fill)(ModuleBuilder&);  // native names, may be null
  const char* text;              // Python run after `fill`, may be null
  // What CPython's module has beside this; refused by name. Apart by blanks.
  const char* absent = nullptr;
};

const std::vector<LibraryModule>& library_modules();
// A module of CPython's library that is not here: refused by name instead of "No module named".
bool is_known_missing(const std::string& name);

}  // namespace lessonrun::interp
