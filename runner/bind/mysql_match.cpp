// match() of sqlalchemy.dialects.mysql: MATCH (a, b) AGAINST (x IN BOOLEAN MODE).
#include "orm/orm_error.h"
#include "runner/bind/expressions.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Type;
using interp::Value;
using orm::Operator;

namespace {

constexpr const char* kClass = "sqlalchemy.dialects.mysql.expression.match";
constexpr std::pair<const char*, const char*> kModes[] = {
    {"in_boolean_mode", " IN BOOLEAN MODE"},
    {"in_natural_language_mode", " IN NATURAL LANGUAGE MODE"},
    {"with_query_expansion", " WITH QUERY EXPANSION"}};

bool has_mode(const orm::BinaryExpression& node, size_t mode) {
  return node.flags.find(kModes[mode].second) != std::string::npos;
}

// The modes as they are written, in the order of the table.
void set_modes(orm::BinaryExpression& node, const bool (&wanted)[3]) {
  node.flags.clear();
  for (size_t i = 0; i < 3; ++i) {
    if (wanted[i]) node.flags += kModes[i].second;
  }
}

orm::ColumnRef joined(Call& call, const std::vector<Value>& columns) {
  std::vector<orm::ColumnRef> list;
  list.reserve(columns.size());
  for (const Value& column : columns) {
    list.push_back(orm::coerce_column(to_operand(context(call.interp), column)));
  }
  if (list.size() == 1) return list.front();
  return orm::make_ref<orm::ClauseList>(orm::NodeKind::clause_list, Operator::comma,
                                        std::move(list));
}

Value match_init(Call& call) {
  Context& owner = context(call.interp);
  if (items(call[0]).empty()) {
    raise_error(owner, orm::ArgumentError::cls, "columns are required");
  }
  Value against;
  bool wanted[3] = {};
  std::string unknown;
  for (auto& [name, value] : dict_items(owner, call[1])) {
    bool known = name == "against";
    if (known) against = value;
    for (size_t i = 0; i < 3; ++i) {
      if (name != kModes[i].first) continue;
      wanted[i] = call.interp.truth(value);
      known = true;
    }
    if (!known) unknown += (unknown.empty() ? "" : ", ") + name;
  }
  if (!against || against.is_none()) {
    raise_error(owner, orm::ArgumentError::cls, "against is required");
  }
  if (!unknown.empty())
    raise_error(owner, orm::ArgumentError::cls, "unknown arguments: " + unknown);
  auto made = orm::make_ref<orm::BinaryExpression>(joined(call, items(call[0])),
                                                   orm::coerce_column(to_operand(owner, against)),
                                                   Operator::match, orm::Boolean());
  if (made->left->kind() == orm::NodeKind::grouping) {
    made->left = static_cast<const orm::Grouping&>(*made->left).element;
  }
  made->op_text = kClass;
  set_modes(*made, wanted);
  interp::payload<ClauseData>(call.interp, call.self).clause = made;
  return Value::none();
}

template <size_t Mode>
Value match_mode(Call& call) {
  auto copy = orm::make_ref<orm::BinaryExpression>(self_as<orm::BinaryExpression>(call));
  bool wanted[3];
  for (size_t i = 0; i < 3; ++i) wanted[i] = i == Mode || has_mode(*copy, i);
  set_modes(*copy, wanted);
  return wrapped(call, copy);
}

Type* make_match_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "match", "sqlalchemy.dialects.mysql.expression")
      .base(owner.type("BinaryExpression"))
      .init("*cols, **kw", guard<match_init>)
      .method("in_boolean_mode", "", guard<match_mode<0>>)
      .method("in_natural_language_mode", "", guard<match_mode<1>>)
      .method("with_query_expansion", "", guard<match_mode<2>>)
      .build();
}

}  // namespace

bool is_mysql_match(const orm::ClauseElement& clause) {
  return clause.kind() == orm::NodeKind::binary &&
         static_cast<const orm::BinaryExpression&>(clause).op_text == kClass;
}

void add_mysql_match_types(TypeTable& table) { table.emplace_back("mysql.match", make_match_type); }

}  // namespace lessonrun::bind
