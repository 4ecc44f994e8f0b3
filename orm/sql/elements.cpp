// The nodes of expressions: children, grouping, negation and cache keys. Building them from
// operators is in operate.cpp, rendering them in the compiler.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/expression.h>
#include <orm/selectable.h>

#include "orm/sql/slots.h"

namespace orm {

std::string ClauseElement::str(const Profile& profile) const {
  return compile(ClauseRef(const_cast<ClauseElement*>(this)), default_dialect(profile))->sql;
}

ColumnElement* as_column(ClauseElement* node) {
  return node != nullptr && node->is_column() ? static_cast<ColumnElement*>(node) : nullptr;
}
FromClause* as_from(ClauseElement* node) {
  return node != nullptr && node->is_from() ? static_cast<FromClause*>(node) : nullptr;
}

namespace {
bool is_boolean(const ColumnElement& element) {
  return element.type->impl().kind() == TypeKind::boolean;
}
ColumnRef group(const ColumnElement& element) { return make_ref<Grouping>(element.ref()); }
ColumnRef not_of(const ColumnElement& element) {
  return make_ref<UnaryExpression>(element.self_group(Operator::inv), Operator::inv, false,
                                   Boolean());
}
}  // namespace

ColumnRef ColumnElement::self_group(Operator against) const {
  bool logical = against == Operator::and_ || against == Operator::or_ || against == Operator::none;
  if (logical && is_boolean(*this))
    return make_ref<UnaryExpression>(ref(), Operator::is_true, false, Boolean());
  return ref();
}

ColumnRef ColumnElement::negated() const {
  bool composed = kind() == NodeKind::boolean_list || kind() == NodeKind::exists ||
                  kind() == NodeKind::grouping;
  if (is_boolean(*this) && !composed)
    return make_ref<UnaryExpression>(ref(), Operator::is_false, false, Boolean());
  return not_of(*this);
}

namespace {

const ColumnElement* next_in_lineage(const ColumnElement& column) {
  const ColumnElement* below = column.proxied();
  return below == nullptr ? nullptr : below->bare();
}

// What a column of a UNION stands for beside the column of the first SELECT.
const std::vector<ColumnRef>& of_other_selects(const ColumnElement& column) {
  static const std::vector<ColumnRef> kNone;
  return column.kind() == NodeKind::column ? static_cast<const ColumnClause&>(column).also_for
                                           : kNone;
}

}  // namespace

bool ColumnElement::stands_for(const ColumnElement& other) const {
  const ColumnElement* wanted = other.bare();
  for (const ColumnElement* at = bare(); at != nullptr; at = next_in_lineage(*at)) {
    if (at == wanted) return true;
    for (const ColumnRef& also : of_other_selects(*at)) {
      if (also->stands_for(*wanted)) return true;
    }
  }
  return false;
}

bool ColumnElement::shares_lineage(const ColumnElement& other) const {
  for (const ColumnElement* at = other.bare(); at != nullptr; at = next_in_lineage(*at)) {
    if (stands_for(*at)) return true;
    for (const ColumnRef& also : of_other_selects(*at)) {
      if (shares_lineage(*also)) return true;
    }
  }
  return false;
}

ColumnRef ColumnElement::eq(Operand other) const {
  return operate(Operator::eq, ref(), std::move(other));
}
ColumnRef ColumnElement::ne(Operand other) const {
  return operate(Operator::ne, ref(), std::move(other));
}
ColumnRef ColumnElement::in_(std::vector<Value> values) const {
  return operate(Operator::in_, ref(), Operand(Value::list(std::move(values))));
}
ColumnRef ColumnElement::in_(ClauseRef selectable) const {
  return operate(Operator::in_, ref(), Operand(std::move(selectable)));
}
ColumnRef ColumnElement::not_in(std::vector<Value> values) const {
  return operate(Operator::not_in, ref(), Operand(Value::list(std::move(values))));
}
ColumnRef ColumnElement::like(Operand other, std::string escape) const {
  return like_op(Operator::like, ref(), std::move(other), std::move(escape));
}
ColumnRef ColumnElement::is_(Operand other) const {
  return operate(Operator::is_, ref(), std::move(other));
}
ColumnRef ColumnElement::between(const Operand& low, const Operand& high) const {
  return between_op(ref(), low, high);
}
ColumnRef ColumnElement::asc() const { return operate(Operator::asc, ref()); }
ColumnRef ColumnElement::desc() const { return operate(Operator::desc, ref()); }
ColumnRef ColumnElement::distinct() const { return operate(Operator::distinct, ref()); }
Ref<Label> ColumnElement::label(Name name) const { return make_ref<Label>(std::move(name), ref()); }

// ColumnClause

void ColumnClause::append_key(KeyBuilder& key) const {
  key.tag(kind());
  if (table == nullptr) {
    key.name({name_, quote});
    key.type(type.get());
    return;
  }
  if (is_schema_column()) {
    key.object(this);
    return;
  }
  key.child(table);
  key.string(key_);
}

void ColumnClause::from_objects(std::vector<FromClause*>& out) const {
  if (table != nullptr) out.push_back(table);
}

// BindParameter

void BindParameter::append_key(KeyBuilder& key) const { key.bind(*this); }

ColumnRef BindParameter::with_type(TypeRef new_type) const {
  Ref<BindParameter> copy = make_ref<BindParameter>(*this);
  copy->type = std::move(new_type);
  return copy;
}

// Constant

Constant::Constant(NodeKind node_kind)
    : ColumnElement(node_kind, node_kind == NodeKind::null_ ? NullType() : Boolean()) {}

ColumnRef Constant::negated() const {
  if (kind() == NodeKind::true_) return false_();
  if (kind() == NodeKind::false_) return true_();
  return not_of(*this);
}

void Constant::append_key(KeyBuilder& key) const { key.tag(kind()); }

// UnaryExpression

UnaryExpression::UnaryExpression(ColumnRef operand, Operator with, bool is_postfix, TypeRef of_type)
    : ColumnElement(NodeKind::unary, of_type ? std::move(of_type) : operand->type),
      element(std::move(operand)),
      op(with),
      postfix(is_postfix) {}

void UnaryExpression::each_child(SlotFunction slot) { visit_slot(element, slot); }

std::string BindParameter::stem() const {
  std::string out;
  for (char c : key_) {
    const bool plain = std::string_view("%() $").find(c) == std::string_view::npos;
    if (plain || out.empty() || out.back() != '_') out += plain ? c : '_';
  }
  const size_t first = out.find_first_not_of('_');
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of('_') - first + 1);
}

void UnaryExpression::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.number(static_cast<uint64_t>(op));
  key.string(op_text);
  key.child(element.get());
}

void UnaryExpression::from_objects(std::vector<FromClause*>& out) const {
  element->from_objects(out);
}

ColumnRef UnaryExpression::self_group(Operator against) const {
  if (op == Operator::is_true || op == Operator::is_false) return ref();
  if (postfix) return ref();
  return against != Operator::none && needs_parentheses(op, against) ? group(*this) : ref();
}

ColumnRef UnaryExpression::negated() const {
  bool constant = element->kind() == NodeKind::true_ || element->kind() == NodeKind::false_;
  if (op == Operator::is_true && constant) return element->negated();
  if (op == Operator::is_true || op == Operator::is_false)
    return make_ref<UnaryExpression>(element, info(op).negation, false, Boolean());
  return not_of(*this);
}

// BinaryExpression

BinaryExpression::BinaryExpression(const ColumnRef& a, const ColumnRef& b, Operator with,
                                   TypeRef of_type)
    : ColumnElement(NodeKind::binary, std::move(of_type)),
      left(a->self_group(with)),
      right(b->self_group(with)),
      op(with) {}

void BinaryExpression::each_child(SlotFunction slot) {
  visit_slot(left, slot);
  visit_slot(right, slot);
}

void BinaryExpression::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.number(static_cast<uint64_t>(op));
  if (!op_text.empty()) {
    key.string(op_text);
    key.number(static_cast<uint64_t>(op_precedence));
    key.flag(op_tight);
  }
  if (!escape.empty()) key.string(escape);
  if (!flags.empty()) key.string(flags);
  key.type(type.get());
  key.child(left.get());
  key.child(right.get());
}

void BinaryExpression::from_objects(std::vector<FromClause*>& out) const {
  left->from_objects(out);
  right->from_objects(out);
}

ColumnRef BinaryExpression::self_group(Operator against) const {
  if (op == Operator::custom) {
    if (against == Operator::over) return group(*this);
    int outside = against == Operator::none ? -10 : info(against).precedence;
    return op_precedence <= outside ? group(*this) : ref();
  }
  if (against == Operator::none)  // as a whole criterion
    return info(op).precedence <= -10 ? group(*this) : ref();
  return needs_parentheses(op, against) ? group(*this) : ref();
}

ColumnRef BinaryExpression::negated() const {
  // match() of MySQL's own is no operator that could be turned round.
  if (op == Operator::match && !op_text.empty())
    return make_ref<UnaryExpression>(make_ref<Grouping>(ref()), Operator::inv, false, Boolean());
  Operator opposite = info(op).negation;
  if (opposite == Operator::none) return not_of(*this);
  Ref<BinaryExpression> copy = make_ref<BinaryExpression>(*this);
  copy->op = opposite;
  return copy;
}

// Grouping

Grouping::Grouping(ColumnRef inner)
    : ColumnElement(NodeKind::grouping, inner->type), element(std::move(inner)) {}
void Grouping::each_child(SlotFunction slot) { visit_slot(element, slot); }
void Grouping::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(element.get());
}
void Grouping::from_objects(std::vector<FromClause*>& out) const { element->from_objects(out); }

// ClauseList

ClauseList::ClauseList(NodeKind node_kind, Operator with, std::vector<ColumnRef> items,
                       TypeRef of_type)
    : ColumnElement(node_kind, std::move(of_type)), clauses(std::move(items)), op(with) {}

void ClauseList::each_child(SlotFunction slot) { visit_slots(clauses, slot); }

void ClauseList::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.number(static_cast<uint64_t>(op));
  key.children(clauses);
}

void ClauseList::from_objects(std::vector<FromClause*>& out) const {
  for (const auto& clause : clauses) clause->from_objects(out);
}

ColumnRef ClauseList::negated() const {
  return negation != nullptr ? negation : ColumnElement::negated();
}

ColumnRef ClauseList::self_group(Operator against) const {
  if (kind() == NodeKind::tuple || against == Operator::none || clauses.empty()) return ref();
  return needs_parentheses(op, against) ? group(*this) : ref();
}

// Label

Label::Label(Name label_name, ColumnRef labelled)
    : ColumnElement(NodeKind::label, labelled->type),
      name_(std::move(label_name)),
      element(std::move(labelled)) {
  while (element->kind() == NodeKind::label) element = static_cast<Label&>(*element).element;
  type = element->type;
  if (element->kind() != NodeKind::text) element = element->self_group(Operator::as_);
}

void Label::each_child(SlotFunction slot) { visit_slot(element, slot); }

void Label::append_key(KeyBuilder& key) const {
  key.tag(kind());
  if (name_.empty())
    key.local(this);
  else
    key.name(name_);
  key.child(element.get());
}

void Label::from_objects(std::vector<FromClause*>& out) const { element->from_objects(out); }

ColumnRef Label::self_group(Operator against) const {
  ColumnRef grouped = element->self_group(against);
  if (grouped == element) return ref();
  return make_ref<Label>(name_, grouped);
}

// FunctionElement

FunctionElement::FunctionElement(std::vector<std::string> names, std::vector<ColumnRef> args,
                                 TypeRef of_type)
    : ColumnElement(NodeKind::function, std::move(of_type)),
      path(std::move(names)),
      arguments(std::move(args)) {}

void FunctionElement::each_child(SlotFunction slot) { visit_slots(arguments, slot); }

void FunctionElement::append_key(KeyBuilder& key) const {
  key.tag(kind());
  for (const auto& part : path) key.string(part);
  key.type(type.get());
  key.children(arguments);
}

void FunctionElement::from_objects(std::vector<FromClause*>& out) const {
  for (const auto& argument : arguments) argument->from_objects(out);
}

ColumnRef FunctionElement::self_group(Operator against) const {
  return ColumnElement::self_group(against);
}

// Case

Case::Case(ColumnRef subject, std::vector<std::pair<ColumnRef, ColumnRef>> branches,
           ColumnRef otherwise)
    : ColumnElement(NodeKind::case_),
      value(std::move(subject)),
      whens(std::move(branches)),
      else_(std::move(otherwise)) {
  // SQLAlchemy takes the type of the last branch that has one.
  for (auto branch = whens.rbegin(); branch != whens.rend(); ++branch) {
    if (branch->second->type->is_null_type()) continue;
    type = branch->second->type;
    break;
  }
  if (type->is_null_type() && else_) type = else_->type;
}

void Case::each_child(SlotFunction slot) {
  visit_slot(value, slot);
  for (auto& [when, then] : whens) {
    visit_slot(when, slot);
    visit_slot(then, slot);
  }
  visit_slot(else_, slot);
}

void Case::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(value.get());
  key.number(whens.size());
  for (const auto& [when, then] : whens) {
    key.child(when.get());
    key.child(then.get());
  }
  key.child(else_.get());
}

void Case::from_objects(std::vector<FromClause*>& out) const {
  const_cast<Case*>(this)->each_child([&](ClauseRef& child) { child->from_objects(out); });
}

// Cast

Cast::Cast(NodeKind node_kind, ColumnRef operand, TypeRef of_type, std::string field_name)
    : ColumnElement(node_kind, std::move(of_type)),
      element(std::move(operand)),
      field(std::move(field_name)) {}
void Cast::each_child(SlotFunction slot) { visit_slot(element, slot); }
void Cast::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.string(field);
  key.flag(safe);
  key.type(type.get());
  key.child(element.get());
}
void Cast::from_objects(std::vector<FromClause*>& out) const { element->from_objects(out); }
ColumnRef Cast::self_group(Operator against) const {
  if (kind() != NodeKind::type_coerce) return ColumnElement::self_group(against);
  ColumnRef grouped = element->self_group(against);
  if (grouped == element) return ref();
  return make_ref<Cast>(kind(), grouped, type, field);
}

// Over, WITHIN GROUP, FILTER

Over::Over(NodeKind node_kind, ColumnRef function)
    : ColumnElement(node_kind, function->type), element(std::move(function)) {}

void Over::each_child(SlotFunction slot) {
  visit_slot(element, slot);
  visit_slots(partition_by, slot);
  visit_slots(order_by, slot);
  visit_slot(criterion, slot);
}

void Over::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(element.get());
  key.children(partition_by);
  key.children(order_by);
  key.child(criterion.get());
  for (const auto* frame : {&rows, &range, &groups}) {
    key.flag(frame->has_value());
    if (!*frame) continue;
    for (const auto& bound : {(*frame)->lower, (*frame)->upper}) {
      key.flag(bound.has_value());
      key.number(static_cast<uint64_t>(bound.value_or(0)));
    }
  }
}

void Over::from_objects(std::vector<FromClause*>& out) const {
  const_cast<Over*>(this)->each_child([&](ClauseRef& child) { child->from_objects(out); });
}

// SelectColumn

SelectColumn::SelectColumn(NodeKind node_kind, ClauseRef statement, TypeRef of_type)
    : ColumnElement(node_kind, std::move(of_type)), select(std::move(statement)) {}
void SelectColumn::each_child(SlotFunction slot) { slot(select); }
void SelectColumn::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(select.get());
}
ColumnRef SelectColumn::self_group(Operator against) const {
  if (kind() != NodeKind::exists || against == Operator::none) return ref();
  return needs_parentheses(Operator::exists, against) ? group(*this) : ref();
}
void SelectColumn::from_objects(std::vector<FromClause*>&) const {}

// AnnotatedColumn

AnnotatedColumn::AnnotatedColumn(ColumnRef annotated, Ref<RefCounted> note, StatementPlugin* plugin)
    : ColumnElement(NodeKind::annotated, annotated->type),
      element(std::move(annotated)),
      annotation(std::move(note)),
      plugin_(plugin) {}
void AnnotatedColumn::each_child(SlotFunction slot) { visit_slot(element, slot); }
void AnnotatedColumn::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(element.get());  // an annotation changes nothing in the SQL
}
void AnnotatedColumn::from_objects(std::vector<FromClause*>& out) const {
  element->from_objects(out);
}
ColumnRef AnnotatedColumn::self_group(Operator against) const {
  // As an operand a labelled expression is the expression; ORDER BY says its label.
  bool orders = against == Operator::desc || against == Operator::asc ||
                against == Operator::nulls_first || against == Operator::nulls_last;
  if (element->kind() == NodeKind::label && !orders) {
    return static_cast<const Label&>(*element).element->self_group(against);
  }
  ColumnRef grouped = element->self_group(against);
  return grouped == element ? ref() : grouped;
}

}  // namespace orm
