// Text of the echo: values and parameter lists, with the cuts SQLAlchemy makes in long ones.
#include "orm/engine/echo.h"

#include <algorithm>

namespace orm {

namespace {

// Characters are counted, not bytes.
bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

size_t length(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

// Where the character of that number begins.
size_t offset(const std::string& text, size_t number) {
  size_t at = 0;
  while (at < text.size() && !(begins_character(text[at]) && number-- == 0)) ++at;
  return at;
}

}  // namespace

namespace {
// A text of more than 300 characters, cut in the middle.
std::string cut(const std::string& text) {
  constexpr size_t kLimit = 300;
  size_t characters = length(text);
  if (characters <= kLimit) return text;
  size_t half = kLimit / 2;
  return text.substr(0, offset(text, half)) + " ... (" + std::to_string(characters - kLimit) +
         " characters truncated) ... " + text.substr(offset(text, characters - half));
}
}  // namespace

std::string echo_value(const Value& value) {
  std::string text;
  if (value.kind() == ValueKind::bytes) {
    text = "<memory at " + repr_address(&value) + ">";
  } else {
    text = value.repr();
  }
  return cut(text);
}

std::string echo_long_statement(const std::string& sql) {
  constexpr size_t kLimit = 500;
  constexpr size_t kHead = 250;
  constexpr size_t kTail = 100;
  size_t characters = length(sql);
  if (characters <= kLimit) return sql;
  return sql.substr(0, offset(sql, kHead)) + " ... " + std::to_string(characters - kHead - kTail) +
         " characters truncated ... " + sql.substr(offset(sql, characters - kTail));
}

namespace {
std::string joined(const Value* values, size_t from, size_t to) {
  std::string out;
  for (size_t i = from; i < to; ++i) {
    if (i > from) out += ", ";
    out += echo_value(values[i]);
  }
  return out;
}
}  // namespace

std::string echo_parameters(const Value* values, size_t count, const Profile& profile) {
  if (profile.truncate_many_parameters && count > 100)
    return "(" + joined(values, 0, 50) + " ... " + std::to_string(count - 100) +
           " parameters truncated ... " + joined(values, count - 50, count) + ")";
  return "(" + joined(values, 0, count) + (count == 1 ? ",)" : ")");
}

namespace {
// The sets of an executemany, of which long lists show the first eight and the last two.
template <class OneSet>
std::string echo_rows(size_t rows, bool as_list, const OneSet& one) {
  auto sets = [&](size_t from, size_t to) {
    std::string out;
    for (size_t row = from; row < to; ++row) {
      if (row > from) out += ", ";
      out += one(row);
    }
    return out;
  };
  std::string inside = sets(0, rows > 10 ? 8 : rows);
  if (rows > 10) {
    inside += "  ... displaying 10 of " + std::to_string(rows) +
              " total bound parameter sets ...  " + sets(rows - 2, rows);
  } else if (!as_list && rows == 1) {
    inside += ",";
  }
  return as_list ? "[" + inside + "]" : "(" + inside + ")";
}
}  // namespace

std::string echo_many(const Value* values, size_t width, size_t rows, const Profile& profile,
                      bool as_list) {
  return echo_rows(rows, as_list || profile.many_as_list, [&](size_t row) {
    return echo_parameters(values + row * width, width, profile);
  });
}

std::string echo_many(const Value* const* cells, size_t width, size_t rows,
                      const Profile& profile) {
  return echo_rows(rows, profile.many_as_list, [&](size_t row) {
    std::vector<Value> values;
    for (size_t i = 0; i < width; ++i) values.push_back(*cells[row * width + i]);
    return echo_parameters(values.data(), width, profile);
  });
}

std::string echo_named(const ParameterSet& values) {
  std::string out = "{";
  for (const auto& [key, value] : values) {
    if (out.size() > 1) out += ", ";
    out += repr_text(key) + ": " + echo_value(value);
  }
  return out + "}";
}

std::string echo_many(const std::vector<ParameterSet>& sets, bool as_list) {
  return echo_rows(sets.size(), as_list, [&](size_t row) { return echo_named(sets[row]); });
}

std::string echo_sets(const std::vector<ParameterSet>& sets, const Profile& profile) {
  std::string out;
  for (const ParameterSet& set : sets) out += (out.empty() ? "[" : ", ") + echo_named(set);
  out += "]";
  return profile.truncate_many_parameters ? out : cut(out);
}

}  // namespace orm
