// Many-to-many in a flush: the rows of the secondary table.
#include <algorithm>

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "orm/session/dependency.h"
#include "orm/session/synchronize.h"

namespace orm {

namespace {

class ManyToManyDependency final : public Dependency {
 public:
  using Dependency::Dependency;

  void order(UnitOfWork& work, const Actions& a) const override {
    work.depend(a.parent_saves, a.after_save);
    work.depend(a.child_saves, a.after_save);
    work.depend(a.after_save, a.child_deletes);
    // A row is deleted before the objects it names, also where only one of them goes.
    work.depend(a.before_delete, a.parent_saves);
    work.depend(a.before_delete, a.parent_deletes);
    work.depend(a.before_delete, a.child_deletes);
    work.depend(a.before_delete, a.child_saves);
  }

  void order(UnitOfWork& work, const StateActions& a) const override {
    if (a.is_delete) {
      work.depend(a.before_delete, a.child);
      work.depend(a.before_delete, a.delete_parent);
      return;
    }
    work.depend(a.save_parent, a.after_save);
    if (a.child_is_delete) {
      work.depend(a.after_save, a.child);
    } else {
      work.depend(a.child, a.after_save);
    }
  }

  void presort_deletes(UnitOfWork& work, const States& states) const override {
    if (relationship_.args().passive_deletes != PassiveDeletes::no) return;
    for (InstanceState* state : states) work.history(*state, relationship_, delete_passive());
  }

  void presort_saves(UnitOfWork& work, const States& states) const override {
    if (!relationship_.cascade().delete_orphan) return;
    for (InstanceState* state : states) {
      const ObjectHistory& history = work.history(*state, relationship_, passive_no_initialize);
      for (const Instance& child : history.deleted) {
        if (child && lost_parent(*child)) delete_with_cascades(work, *child);
      }
    }
  }

  void process_deletes(UnitOfWork& work, const States& states) const override {
    Rows rows;
    auto* processed = work.processed(relationship_);
    Done done;
    for (InstanceState* state : states) {
      const ObjectHistory& history = work.history(*state, relationship_, delete_passive());
      for (const auto* list : {&history.unchanged, &history.deleted}) {
        for (const Instance& child : *list) {
          add_row(work, *state, child, "delete", processed, done, rows.deletes);
        }
      }
    }
    finish(work, rows, processed, done);
  }

  void process_saves(UnitOfWork& work, const States& states) const override {
    Rows rows;
    auto* processed = work.processed(relationship_);
    Done done;
    for (InstanceState* state : states) {
      const ObjectHistory& history = work.history(*state, relationship_, pending_passive());
      for (const Instance& child : history.added) {
        if (!child) check_loadable(child);
        add_row(work, *state, child, "add", processed, done, rows.inserts);
      }
      for (const Instance& child : history.deleted) {
        add_row(work, *state, child, "delete", processed, done, rows.deletes);
      }
    }
    finish(work, rows, processed, done);
  }

 private:
  using Done = std::set<std::pair<const InstanceState*, const InstanceState*>>;
  struct Rows {
    std::vector<ParameterSet> inserts;
    std::vector<ParameterSet> deletes;
  };

  void add_row(UnitOfWork& work, InstanceState& state, const Instance& child, const char* operation,
               const Done* processed, Done& done, std::vector<ParameterSet>& rows) const {
    if (!child) return;
    done.emplace(child.get(), &state);
    if (processed != nullptr && processed->count({&state, child.get()}) != 0) return;
    check_loadable(child);
    if (!work.session_holds(*child)) {
      if (!child->deleted) {
        work.warn("Object of type <" + child->mapper().class_name() + "> not in session, " +
                  operation + " operation along '" + relationship_.str() + "' won't proceed");
      }
      return;
    }
    ParameterSet row;
    populate_row(state, row, relationship_.synchronize_pairs());
    populate_row(*child, row, relationship_.secondary_synchronize_pairs());
    rows.push_back(std::move(row));
  }

  void finish(UnitOfWork& work, Rows& rows, Done* processed, const Done& done) const {
    if (processed != nullptr) processed->insert(done.begin(), done.end());
    auto secondary = Ref<Table>(static_cast<Table*>(relationship_.secondary().get()));
    ExecuteOptions how;
    if (!rows.deletes.empty()) {
      Ref<Delete> statement = delete_(secondary);
      for (const auto& [key, column] : secondary->c()) {
        bool named = std::any_of(rows.deletes[0].begin(), rows.deletes[0].end(),
                                 [&name = key](const auto& cell) { return cell.first == name; });
        if (named) {
          statement =
              statement->where(column->eq(Operand(bindparam(key, std::nullopt, column->type))));
        }
      }
      auto expected = static_cast<int64_t>(rows.deletes.size());
      Result result = work.connection(relationship_.mapper()).execute(statement, rows.deletes, how);
      if (result.rowcount() != expected) {
        throw StaleDataError("DELETE statement on table '" + secondary->description() +
                             "' expected to delete " + std::to_string(expected) + " row(s); Only " +
                             std::to_string(result.rowcount()) + " were matched.");
      }
    }
    if (!rows.inserts.empty())
      work.connection(relationship_.mapper()).execute(insert(secondary), rows.inserts, how);
  }
};

}  // namespace

std::unique_ptr<Dependency> Dependency::make_many_to_many(
    const RelationshipProperty& relationship) {
  return std::make_unique<ManyToManyDependency>(relationship);
}

}  // namespace orm
