// What lessonrun has to say about a file: a place and one sentence. Warnings are collected as
// values; a file that cannot be used at all is an InputError.
#pragma once

#include <stdexcept>
#include <string>

namespace lessonrun {

/// One sentence about a place in a file. `line` counts from 1; 0 means the file as a whole.
struct Diagnostic {
  std::string file;
  int line = 0;
  std::string text;
};

/// `file:line: text`, or `file: text` where no line is known.
std::string to_string(const Diagnostic& diagnostic);

/// A lesson that cannot be read or is malformed (exit status 2).
class InputError : public std::runtime_error {
 public:
  explicit InputError(Diagnostic diagnostic);

  const Diagnostic& diagnostic() const { return diagnostic_; }

 private:
  Diagnostic diagnostic_;
};

}  // namespace lessonrun
