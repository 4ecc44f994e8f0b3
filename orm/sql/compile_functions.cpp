// Compiling functions, CASE, CAST, text and windows.
#include <orm/custom.h>
#include <orm/error.h>

#include <cctype>

#include "orm/sql/compile.h"

namespace orm {

namespace {

// The functions of GROUP BY, whose names are words of SQL; null for others.
const char* grouping_words(const FunctionElement& node) {
  static constexpr std::pair<std::string_view, const char*> kWords[] = {
      {"grouping_sets", "GROUPING SETS"}, {"cube", "CUBE"}, {"rollup", "ROLLUP"}};
  if (node.path.size() != 1) return nullptr;
  for (const auto& [name, words] : kWords)
    if (node.path[0] == name) return words;
  return nullptr;
}

}  // namespace

void SqlCompiler::visit_function(const FunctionElement& node) {
  if (node.sequence) {
    const auto& sequence = static_cast<const Sequence&>(*node.sequence);
    out_ += dialect_.next_value(sequence_name(sequence, dialect_));
    return;
  }
  if (dialect_.write_function(*this, node)) return;
  const char* known = node.path.size() == 1 ? dialect_.function_text(node.path[0]) : nullptr;
  if (known != nullptr) {
    out_ += known;
    if (known[0] >= 'A' && known[0] <= 'Z' && node.arguments.empty()) return;
  } else if (const char* words = grouping_words(node)) {
    out_ += words;
  } else {
    for (size_t i = 0; i < node.path.size(); ++i) {
      if (i > 0) out_ += '.';
      // Only names that are no words at all are quoted; any other may be a function.
      const std::string& part = node.path[i];
      bool word = !node.quoted;
      for (char c : part)
        word = word && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$');
      if (!node.ansi) {
        out_ += word ? part : dialect_.quote_always(part);
        continue;
      }
      if (part == "sysdate") {
        out_ += part;
        continue;
      }
      for (char c : part) out_ += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
  }
  if (node.ansi && node.arguments.empty()) return;
  out_ += node.brackets ? '[' : '(';
  visit_list(node.arguments, ", ");
  out_ += node.brackets ? ']' : ')';
  // The database cannot tell what an empty array is of.
  if (!node.brackets || !node.arguments.empty() || !profile_.postgresql_typed_binds) return;
  const TypeRef& item = node.type->args().item;
  if (item && !item->is_null_type()) out_ += "::" + dialect_.type_ddl(*node.type);
}

void SqlCompiler::visit_case(const Case& node) {
  out_ += "CASE ";
  if (node.value) {
    visit(*node.value);
    out_ += ' ';
  }
  for (const auto& [when, then] : node.whens) {
    out_ += "WHEN ";
    visit(*when);
    out_ += " THEN ";
    visit(*then);
    out_ += ' ';
  }
  if (node.else_) {
    out_ += "ELSE ";
    visit(*node.else_);
    out_ += ' ';
  }
  out_ += "END";
}

void SqlCompiler::visit_cast(const Cast& node) {
  if (dialect_.write_cast(*this, node)) return;
  if (node.kind() == NodeKind::cast) {
    out_ += node.safe ? dialect_.try_cast_text : "CAST(";
    visit(*node.element);
    std::string words = dialect_.cast_type_ddl(*node.type);
    // A collation is that of the expression.
    const size_t collation =
        profile_.collates_casts && !node.safe ? words.find(" COLLATE ") : std::string::npos;
    std::string tail = collation == std::string::npos ? "" : words.substr(collation);
    out_ += " AS " + words.substr(0, collation) + ")" + tail;
    return;
  }
  if (dialect_.name == "sqlite") {
    static constexpr std::pair<const char*, const char*> formats[] = {
        {"month", "%m"}, {"day", "%d"},    {"year", "%Y"},  {"second", "%S"}, {"hour", "%H"},
        {"doy", "%j"},   {"minute", "%M"}, {"epoch", "%s"}, {"dow", "%w"},    {"week", "%W"}};
    for (const auto& [field, format] : formats)
      if (node.field == field) {
        out_ += std::string("CAST(STRFTIME('") + format + "', ";
        visit(*node.element);
        out_ += ") AS INTEGER)";
        return;
      }
    throw CompileError(node.field + " is not a valid extract argument.");
  }
  out_ += "EXTRACT(" + node.field + " FROM ";
  visit(*node.element);
  out_ += ")";
}

void SqlCompiler::visit_text(const TextClause& node) {
  const std::string& sql = node.text;
  std::string plain;
  for (size_t at = 0; at < sql.size(); ++at) {
    if (size_t end = text_bind_at(sql, at); end != 0) {
      append_text(plain);
      plain.clear();
      std::string name = sql.substr(at + 1, end - at - 1);
      for (const auto& bind : node.binds)
        if (bind->key_ == name) {
          // A list brings its parentheses with it: `x IN :items`.
          if (bind->expanding) out_ += "(";
          visit_bind(*bind);
          if (bind->expanding) out_ += ")";
          break;
        }
      at = end - 1;
    } else if (sql[at] == '\\' && at + 1 < sql.size() && sql[at + 1] == ':') {
      plain += ':';  // an escaped colon
      ++at;
      while (at + 1 < sql.size() && sql[at + 1] == ':') plain += sql[++at];
    } else {
      plain += sql[at];
    }
  }
  append_text(plain);
}

void SqlCompiler::visit_over(const Over& node) {
  visit(*node.element);
  if (node.kind() == NodeKind::within_group) {
    out_ += " WITHIN GROUP (ORDER BY ";
    visit_list(node.order_by, ", ");
    out_ += ")";
    return;
  }
  if (node.kind() == NodeKind::function_filter) {
    out_ += " FILTER (WHERE ";
    visit(*node.criterion);
    out_ += ")";
    return;
  }
  out_ += " OVER (";
  bool spaced = false;
  auto part = [&](const char* word, const std::vector<ColumnRef>& list) {
    if (list.empty()) return;
    if (spaced) out_ += ' ';
    out_ += word;
    visit_list(list, ", ");
    spaced = true;
  };
  part("PARTITION BY ", node.partition_by);
  part("ORDER BY ", node.order_by);
  auto number = [&](int64_t value) {
    auto bind =
        make_ref<BindParameter>("param", Value(value < 0 ? -value : value), Integer(), true);
    result_.keep.emplace_back(bind.get());
    visit_bind(*bind);
    out_ += value < 0 ? " PRECEDING" : " FOLLOWING";
  };
  auto bound = [&](const std::optional<int64_t>& value, const char* unbounded) {
    if (!value)
      out_ += unbounded;
    else if (*value == 0)
      out_ += "CURRENT ROW";
    else
      number(*value);
  };
  for (const auto* frame : {&node.range, &node.rows, &node.groups}) {
    if (!*frame) continue;
    if (spaced) out_ += ' ';
    out_ += frame == &node.range  ? "RANGE BETWEEN "
            : frame == &node.rows ? "ROWS BETWEEN "
                                  : "GROUPS BETWEEN ";
    bound((*frame)->lower, "UNBOUNDED PRECEDING");
    out_ += " AND ";
    bound((*frame)->upper, "UNBOUNDED FOLLOWING");
  }
  out_ += ")";
}

}  // namespace orm
