// str.format: replacement fields, their names and nested specs.
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

struct Formatter {
  Interpreter& i;
  const Arguments& args;
  int automatic = 0;  // next number; -1 once manual

  Value field(std::string_view name) {
    size_t end = name.find_first_of(".[");
    if (end == std::string_view::npos) end = name.size();
    const std::string_view first = name.substr(0, end);
    Value v;
    if (first.empty() || (first[0] >= '0' && first[0] <= '9')) {
      size_t n = 0;
      if (first.empty()) {
        if (automatic < 0)
          i.raise("ValueError",
                  "cannot switch from manual field specification to automatic field numbering");
        n = static_cast<size_t>(automatic++);
      } else {
        if (automatic > 0)
          i.raise("ValueError",
                  "cannot switch from automatic field numbering to manual field specification");
        automatic = -1;
        for (char c : first) n = n * 10 + static_cast<size_t>(c - '0');
      }
      if (n >= args.positional)
        i.raise("IndexError", "Replacement index " + std::to_string(n) +
                                  " out of range for positional args tuple");
      v = args.values[n];
    } else {
      for (size_t k = 0; k < args.keywords; ++k) {
        if (args.names[k].as<StrObject>()->text == first) v = args.keyword(k);
      }
      if (!v) raise_key_error(i, i.str(first));
    }
    while (end < name.size()) {
      if (name[end] == '.') {
        size_t stop = name.find_first_of(".[", end + 1);
        if (stop == std::string_view::npos) stop = name.size();
        if (stop == end + 1) i.raise("ValueError", "Empty attribute in format string");
        v = i.getattr(v, name.substr(end + 1, stop - end - 1));
        end = stop;
      } else {
        const size_t close = name.find(']', end);
        if (close == std::string_view::npos) i.raise("ValueError", "Missing ']' in format string");
        const std::string_view key = name.substr(end + 1, close - end - 1);
        const bool digits =
            !key.empty() && key.find_first_not_of("0123456789") == std::string_view::npos;
        v = i.getitem(v, digits ? i.parse_int(key, 10) : i.str(key));
        end = close + 1;
      }
    }
    return v;
  }

  std::string run(std::string_view s, int depth) {
    if (depth > 2) i.raise("ValueError", "Max string recursion exceeded");
    std::string out;
    for (size_t at = 0; at < s.size(); ++at) {
      const char c = s[at];
      if (c == '{' || c == '}') {
        if (at + 1 < s.size() && s[at + 1] == c) {
          out += c;
          ++at;
          continue;
        }
        if (c == '}') i.raise("ValueError", "Single '}' encountered in format string");
        if (at + 1 >= s.size()) i.raise("ValueError", "Single '{' encountered in format string");
        size_t end = at + 1, nested = 1;
        while (end < s.size()) {
          if (s[end] == '{') ++nested;
          if (s[end] == '}' && --nested == 0) break;
          ++end;
        }
        if (end >= s.size()) i.raise("ValueError", "expected '}' before end of string");
        const std::string_view inside = s.substr(at + 1, end - at - 1);
        at = end;
        size_t bracket = 0, name_end = 0;
        while (name_end < inside.size() &&
               (bracket || (inside[name_end] != '!' && inside[name_end] != ':'))) {
          if (inside[name_end] == '[') bracket = 1;
          if (inside[name_end] == ']') bracket = 0;
          ++name_end;
        }
        Value v = field(inside.substr(0, name_end));
        std::string_view rest = inside.substr(name_end);
        if (!rest.empty() && rest[0] == '!') {
          if (rest.size() < 2)
            i.raise("ValueError", "end of string while looking for conversion specifier");
          if (rest[1] == 'r')
            v = i.str(i.repr(v));
          else if (rest[1] == 's')
            v = i.str(i.str_of(v));
          else if (rest[1] == 'a')
            v = i.str(i.ascii(v));
          else
            i.raise("ValueError", std::string("Unknown conversion specifier ") + rest[1]);
          rest.remove_prefix(2);
        }
        std::string spec;
        if (!rest.empty()) spec = run(rest.substr(1), depth + 1);
        out += i.format(v, spec);
        continue;
      }
      out += c;
    }
    return out;
  }
};

}  // namespace

std::string brace_format(Interpreter& i, std::string_view format, const Arguments& args) {
  return Formatter{i, args}.run(format, 1);
}

}  // namespace lessonrun::interp
