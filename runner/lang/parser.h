// The parser of the Python subset: text to Ast, or a SyntaxError with CPython 3.11's words.
#pragma once

#include "runner/lang/ast.h"

namespace lessonrun::lang {

enum class ParseMode { kSingle, kExec, kEval };

// Parses. Throws SyntaxError, whose lines count from 1 at the start of `source`.
Ast parse(std::string_view source, ParseMode mode);

}  // namespace lessonrun::lang
