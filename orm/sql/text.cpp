// text(): finding the `:name` parameters in a piece of SQL.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/expression.h>

#include <cctype>

#include "orm/sql/slots.h"

namespace orm {

namespace {
bool word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
}  // namespace

size_t text_bind_at(std::string_view sql, size_t at) {
  // As SQLAlchemy's expression (?<![:\w\x5c]):(\w+)(?!:): a colon that follows neither a colon, a
  // word nor a backslash, then a word that no colon follows.
  if (sql[at] != ':' || at + 1 >= sql.size() || !word(sql[at + 1])) return 0;
  if (at > 0 && (sql[at - 1] == ':' || sql[at - 1] == '\\' || word(sql[at - 1]))) return 0;
  size_t end = at + 1;
  while (end < sql.size() && word(sql[end])) ++end;
  // The word may give back characters until no colon follows it.
  if (end < sql.size() && sql[end] == ':') --end;
  return end > at + 1 ? end : 0;
}

TextClause::TextClause(std::string sql) : ColumnElement(NodeKind::text), text(std::move(sql)) {
  for (size_t at = 0; at < text.size(); ++at) {
    size_t end = text_bind_at(text, at);
    if (end == 0) continue;
    std::string name = text.substr(at + 1, end - at - 1);
    bool known = false;
    for (const auto& bind : binds) known = known || bind->key_ == name;
    if (!known) binds.push_back(bindparam(name));
    at = end - 1;
  }
}

void TextClause::each_child(SlotFunction slot) { visit_slots(binds, slot); }

void TextClause::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.string(text);
  key.children(binds);
}

ColumnRef TextClause::self_group(Operator against) const {
  if (against == Operator::in_ || against == Operator::not_in) return make_ref<Grouping>(ref());
  return ref();
}

Ref<TextClause> TextClause::bindparams(const ParameterSet& values,
                                       const std::vector<Ref<BindParameter>>& params) const {
  auto copy = make_ref<TextClause>(*this);
  auto place = [&](const std::string& name) -> Ref<BindParameter>& {
    for (auto& bind : copy->binds)
      if (bind->key_ == name) return bind;
    throw ArgumentError("This text() construct doesn't define a bound parameter named " +
                        repr_text(name));
  };
  for (auto& param : params) place(param->key_) = param;
  for (const auto& [name, value] : values) {
    Ref<BindParameter>& bind = place(name);
    auto changed = make_ref<BindParameter>(*bind);
    changed->value = value;
    changed->required = false;
    if (changed->type->is_null_type()) changed->type = type_of_value(value);
    bind = changed;
  }
  return copy;
}

Ref<TextClause> text(std::string sql) { return make_ref<TextClause>(std::move(sql)); }

}  // namespace orm
