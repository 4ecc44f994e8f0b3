// Arguments of declarations that have to be plain: C++ has them in its types.
#pragma once

#include <string>

#include "runner/lang/ast.h"

namespace lessonrun::translate {

/// The name of what is called, or of a bare class.
std::string callee_name(const lang::Expr& expr);
/// True or False. Throws NoEquivalent for other expressions.
bool is_true_flag(const lang::Expr& expr);
/// A text as a literal of C++. Throws NoEquivalent for other expressions.
std::string literal_text(const lang::Expr& expr);

}  // namespace lessonrun::translate
