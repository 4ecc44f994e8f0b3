// The linter of FROM: finds objects in FROM that no criterion joins to the others, so that their
// rows are multiplied. What is found becomes a warning of the engine that compiles the statement.
#include "orm/sql/from_linter.h"

#include <algorithm>
#include <utility>

#include "orm/sql/compile.h"

namespace orm {

namespace {

// FROM objects as points, criteria that compare columns of two of them as edges.
class FromGraph {
 public:
  explicit FromGraph(SqlCompiler& compiler) : compiler_(compiler) {}

  void add(FromClause& from) {
    if (from.kind() == NodeKind::join) {
      auto& join = static_cast<Join&>(from);
      connect(objects_of(*join.left), objects_of(*join.right));
      add(*join.left);
      add(*join.right);
      if (join.onclause) criterion(*join.onclause);
      return;
    }
    if (from.kind() == NodeKind::from_grouping) {
      bool inside = true;
      from.each_child([&](ClauseRef& child) {
        if (inside && child->is_from()) add(static_cast<FromClause&>(*child));
        inside = false;
      });
      return;
    }
    points_.push_back(&from);
    // These may refer to everything that stands before them.
    if (from.kind() == NodeKind::lateral || from.kind() == NodeKind::table_valued)
      connect({&from}, points_);
  }

  void criterion(ClauseElement& node) {
    if (node.kind() == NodeKind::select || node.kind() == NodeKind::compound ||
        node.kind() == NodeKind::scalar_select)
      return;  // has FROM objects of its own
    if (node.kind() == NodeKind::binary) {
      auto& binary = static_cast<BinaryExpression&>(node);
      if (info(binary.op).comparison || binary.op_comparison)
        connect(objects_of(*binary.left), objects_of(*binary.right));
    }
    node.each_child([&](ClauseRef& child) {
      if (!child->is_from()) criterion(*child);
    });
  }

  // What cannot be reached from the last object, and that one.
  std::pair<std::vector<FromClause*>, FromClause*> unreached() const {
    if (points_.empty()) return {};
    std::vector<FromClause*> reached{points_.back()};
    for (size_t i = 0; i < reached.size(); ++i)
      for (const auto& [one, other] : edges_) {
        FromClause* next = one == reached[i] ? other : other == reached[i] ? one : nullptr;
        if (next != nullptr && std::find(reached.begin(), reached.end(), next) == reached.end())
          reached.push_back(next);
      }
    std::vector<FromClause*> rest;
    for (FromClause* point : points_)
      if (std::find(reached.begin(), reached.end(), point) == reached.end() &&
          std::find(rest.begin(), rest.end(), point) == rest.end())
        rest.push_back(point);
    return {std::move(rest), points_.back()};
  }

  std::string name(const FromClause& from) const {
    if (from.kind() == NodeKind::table) return static_cast<const TableClause&>(from).fullname();
    if (from.kind() == NodeKind::values && from.name().empty()) return "(unnamed VALUES element)";
    return compiler_.from_name(from);
  }

 private:
  static std::vector<FromClause*> objects_of(ClauseElement& node) {
    std::vector<FromClause*> objects;
    node.from_objects(objects);
    return objects;
  }
  void connect(const std::vector<FromClause*>& left, const std::vector<FromClause*>& right) {
    for (FromClause* one : left)
      for (FromClause* other : right)
        if (one != other) edges_.emplace_back(one, other);
  }

  SqlCompiler& compiler_;
  std::vector<FromClause*> points_;
  std::vector<std::pair<FromClause*, FromClause*>> edges_;
};

}  // namespace

void lint_froms(SqlCompiler& compiler, const char* kind, const std::vector<FromClause*>& froms,
                const std::vector<ColumnRef>& criteria) {
  if (froms.size() < 2) return;  // a join connects what it holds
  FromGraph graph(compiler);
  for (FromClause* from : froms) graph.add(*from);
  for (const ColumnRef& criterion : criteria) graph.criterion(*criterion);
  auto [rest, start] = graph.unreached();
  if (rest.empty()) return;
  std::string names;
  for (const FromClause* from : rest)
    names += (names.empty() ? "\"" : ", \"") + graph.name(*from) + "\"";
  compiler.warn(std::string(kind) + " statement has a cartesian product between FROM element(s) " +
                names + " and FROM element \"" + graph.name(*start) +
                "\".  Apply join condition(s) between each element to resolve.");
}

}  // namespace orm
