// How exceptions are shown: the traceback, the last line with its notes, the chain of causes, and
// the name that was perhaps meant.
#include <algorithm>

#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

int distance(const std::string& a, const std::string& b, int limit) {
  // Levenshtein with CPython's costs: 2 a change, 1 for a change of case.
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j) * 2;
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) * 2;
    int least = row[0];
    for (size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      const char x = a[i - 1], y = b[j - 1];
      const int cost = x == y                                                                   ? 0
                       : ((x | 0x20) == (y | 0x20) && ((x | 0x20) >= 'a' && (x | 0x20) <= 'z')) ? 1
                                                                                                : 2;
      row[j] = std::min({diagonal + cost, above + 2, row[j - 1] + 2});
      diagonal = above;
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
  }
  return row[b.size()];
}

}  // namespace

std::string Interpreter::exception_type_name(const Value& exception) {
  const Type* t = type_of(exception);
  return t->module == "builtins" || t->module == "__main__" ? t->qualname
                                                            : t->module + "." + t->qualname;
}

std::vector<TraceEntry> Interpreter::traceback(const Value& exception) {
  std::vector<TraceEntry> out = exception.as<ExceptionObject>()->trace;
  std::reverse(out.begin(), out.end());
  return out;
}

std::string suggestion_for(Interpreter& interp, const Value& exception) {
  const auto* e = exception.as<ExceptionObject>();
  if (!e->value_a.is(Kind::kStr) || !e->suggestion_object) return "";
  const Type* t = e->type;
  std::vector<std::string> candidates;
  if (t->is_subtype_of(interp.exception_type("NameError"))) {
    if (e->suggestion_object.is(Kind::kList)) {
      for (const Value& v : e->suggestion_object.as<ListObject>()->items) {
        if (v.is(Kind::kStr)) candidates.push_back(v.as<StrObject>()->text);
      }
    }
  } else if (t->is_subtype_of(interp.exception_type("AttributeError"))) {
    try {
      for (const Value& v : interp.to_vector(
               interp.call(*find_builtin(interp, interp.intern("dir")), {e->suggestion_object}))) {
        if (v.is(Kind::kStr)) candidates.push_back(v.as<StrObject>()->text);
      }
    } catch (PythonError&) {
      return "";
    }
  } else {
    return "";
  }
  const std::string& wrong = e->value_a.as<StrObject>()->text;
  if (wrong.size() > 40 || candidates.size() > 750) return "";
  std::string best;
  int best_distance = 1 << 20;
  for (const std::string& c : candidates) {
    if (c == wrong || c.size() > 40) continue;
    int limit = static_cast<int>((wrong.size() + c.size() + 3) * 2 / 6);
    limit = std::min(limit, best_distance - 1);
    const int d = distance(wrong, c, limit);
    if (d > limit) continue;
    if (best.empty() || d < best_distance) {
      best = c;
      best_distance = d;
    }
  }
  return best;
}

std::string Interpreter::format_exception_only(const Value& exception, bool with_suggestion) {
  std::string name = exception_type_name(exception);
  std::string out;
  const Type* t = type_of(exception);
  if (t->is_subtype_of(exception_type("SyntaxError"))) {
    const Value file = instance_get(exception, intern("filename")),
                line = instance_get(exception, intern("lineno"));
    const Value text = instance_get(exception, intern("text")),
                offset = instance_get(exception, intern("offset"));
    const Value end = instance_get(exception, intern("end_offset"));
    if (line) {
      out += "  File \"" + str_of(file) + "\", line " + str_of(line) + "\n";
      std::string shown = text.is(Kind::kStr) ? text.as<StrObject>()->text : "";
      size_t blank = shown.find_first_not_of(" \t\f");
      if (blank == std::string::npos) blank = shown.size();
      while (!shown.empty() && (shown.back() == '\n' || shown.back() == ' ')) shown.pop_back();
      if (blank < shown.size()) {
        out += "    " + shown.substr(blank) + "\n";
        if (offset.is_int()) {
          const int64_t column = offset.as_int() - 1 - static_cast<int64_t>(blank);
          int64_t width = end.is_int() ? end.as_int() - offset.as_int() : 1;
          width = std::max<int64_t>(
              1,
              std::min<int64_t>(width, static_cast<int64_t>(utf8_length(shown) - blank) - column));
          if (column >= 0)
            out += "    " + std::string(static_cast<size_t>(column), ' ') +
                   std::string(static_cast<size_t>(width), '^') + "\n";
        }
      }
    }
  }
  std::string message;
  try {
    // Where a SyntaxError is was said above.
    const Value told = t->is_subtype_of(exception_type("SyntaxError"))
                           ? instance_get(exception, intern("msg"))
                           : Value();
    message = str_of(told ? told : exception);
  } catch (PythonError&) {
    message = "<exception str() failed>";
  }
  if (with_suggestion) {
    const std::string suggestion = suggestion_for(*this, exception);
    if (!suggestion.empty()) message += ". Did you mean: '" + suggestion + "'?";
  }
  out += message.empty() ? name + "\n" : name + ": " + message + "\n";
  const Value notes = instance_get(exception, state_->n_notes);
  if (notes.is(Kind::kList)) {
    for (const Value& note : notes.as<ListObject>()->items) out += str_of(note) + "\n";
  }
  return out;
}

std::string Interpreter::format_exception(const Value& exception, bool with_traceback,
                                          bool with_suggestion) {
  std::string out;
  std::vector<std::pair<Value, const char*>> chain;
  Value at = exception;
  while (at.is(Kind::kException) && chain.size() < 50) {
    const auto* e = at.as<ExceptionObject>();
    if (e->cause) {
      chain.emplace_back(
          at, "\nThe above exception was the direct cause of the following exception:\n\n");
      at = e->cause;
    } else if (e->context && !e->suppress_context) {
      chain.emplace_back(
          at, "\nDuring handling of the above exception, another exception occurred:\n\n");
      at = e->context;
    } else {
      chain.emplace_back(at, "");
      break;
    }
  }
  for (size_t i = chain.size(); i-- > 0;) {
    const Value& e = chain[i].first;
    const std::vector<TraceEntry> trace = traceback(e);
    if (with_traceback && !trace.empty()) {
      out += "Traceback (most recent call last):\n";
      size_t same = 0;
      const TraceEntry* before = nullptr;
      for (const TraceEntry& t : trace) {
        same = before && before->file == t.file && before->line == t.line &&
                       before->function == t.function
                   ? same + 1
                   : 0;
        before = &t;
        if (same >= 3) {
          if (&t == &trace.back() || (&t)[1].line != t.line) {
            out += "  [Previous line repeated " + std::to_string(same - 2) + " more time" +
                   (same == 3 ? "" : "s") + "]\n";
          }
          continue;
        }
        out += "  File \"" + t.file + "\", line " + std::to_string(t.line) + ", in " + t.function +
               "\n";
        const std::string source = source_line(t.file, t.line);
        if (!source.empty()) out += "    " + source + "\n";
      }
    }
    out += format_exception_only(e, with_suggestion);
    if (i > 0) out += chain[i - 1].second;
  }
  return out;
}

}  // namespace lessonrun::interp
